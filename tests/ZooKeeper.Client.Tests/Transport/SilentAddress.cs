using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Client.Tests.Transport;

/// <summary>An address that swallows packets: its queue of connections is full, and nobody accepts.</summary>
internal sealed class SilentAddress : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TcpClient _filler = new();

    public SilentAddress()
    {
        _listener.Start(backlog: 0);
        _filler.Connect(EndPoint);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public void Dispose()
    {
        _filler.Dispose();
        _listener.Dispose();
    }
}
