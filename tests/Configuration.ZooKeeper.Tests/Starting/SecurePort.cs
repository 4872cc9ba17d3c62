using System.Net;
using System.Net.Sockets;

namespace Configuration.ZooKeeper.Tests.Starting;

/// <summary>A port that answers everything with an alert of TLS, as one for TLS does to a client without TLS.</summary>
internal sealed class SecurePort : IDisposable
{
    private static readonly byte[] UnexpectedMessage = [0x15, 3, 3, 0, 2, 2, 10];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SecurePort()
    {
        _listener.Start();
        _ = AnswerAsync();
    }

    public string ConnectionString => $"{_listener.LocalEndpoint}";

    public void Dispose() => _listener.Dispose();

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync();
                var stream = connection.GetStream();
                await stream.WriteAsync(UnexpectedMessage);
                connection.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // Disposed, or the client has closed its connection hard.
        }
    }
}
