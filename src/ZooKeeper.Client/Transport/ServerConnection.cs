using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Client.Transport;

/// <summary>An open way to a server: a stream of bytes, and the socket below it.</summary>
internal sealed class ServerConnection(ServerAddress address, IPEndPoint endPoint, Socket socket) : IDisposable
{
    public ServerAddress Address { get; } = address;

    public IPEndPoint EndPoint { get; } = endPoint;

    public Stream Stream { get; } = new NetworkStream(socket, ownsSocket: true);

    /// <summary>Whether bytes have arrived that nobody has read yet: the server is alive, and it is this process that is slow.</summary>
    public bool HasUnreadBytes
    {
        get
        {
            try
            {
                return socket.Available > 0;
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    public void Dispose() => Stream.Dispose();

    public override string ToString() =>
        IPAddress.TryParse(Address.Host, out _) ? Address.ToString() : $"{Address} ({EndPoint.Address})";
}
