using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace ZooKeeper.Client.Transport;

/// <summary>Represents an open connection to a server: a stream of bytes and its socket.</summary>
internal sealed class ServerConnection(ServerAddress address, IPEndPoint endPoint, Socket socket) : IDisposable
{
    private ClientCredentials? _credentials;

    public ServerAddress Address { get; } = address;

    public IPEndPoint EndPoint { get; } = endPoint;

    /// <summary>Gets the stream. If TLS is enabled, this is the decrypted stream.</summary>
    public Stream Stream { get; private set; } = new NetworkStream(socket, ownsSocket: true);

    public bool IsSecured => _credentials is not null;

    /// <summary>Gets whether bytes have arrived that this process has not read. If so, the server is alive, and this process is slow.</summary>
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

    /// <summary>Replaces the stream with an encrypted one.</summary>
    public void Secure(SslStream stream, ClientCredentials credentials)
    {
        Stream = stream;
        _credentials = credentials;
    }

    /// <summary>
    /// Gets the error if the first exchange failed because of TLS, otherwise null. In TLS 1.3, a server rejects a client certificate only after the handshake.
    /// </summary>
    public TlsException? Rejection(Exception failure) => _credentials?.Rejection(failure);

    /// <summary>Gets what TLS knows about a closed connection. The server probably closed it for another reason.</summary>
    public string? Hint(Exception failure) => _credentials?.Hint(failure);

    public void Dispose()
    {
        Stream.Dispose();
        _credentials?.Dispose();
    }

    public override string ToString() =>
        IPAddress.TryParse(Address.Host, out _) ? Address.ToString() : $"{Address} ({EndPoint.Address})";
}
