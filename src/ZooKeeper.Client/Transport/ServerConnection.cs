using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace ZooKeeper.Client.Transport;

/// <summary>An open way to a server: a stream of bytes, and the socket below it.</summary>
internal sealed class ServerConnection(ServerAddress address, IPEndPoint endPoint, Socket socket) : IDisposable
{
    private ClientCredentials? _credentials;

    public ServerAddress Address { get; } = address;

    public IPEndPoint EndPoint { get; } = endPoint;

    /// <summary>Where bytes go in and come out, as the server means them: below TLS they are not seen.</summary>
    public Stream Stream { get; private set; } = new NetworkStream(socket, ownsSocket: true);

    public bool IsSecured => _credentials is not null;

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

    /// <summary>From here on TLS is in between.</summary>
    public void Secure(SslStream stream, ClientCredentials credentials)
    {
        Stream = stream;
        _credentials = credentials;
    }

    /// <summary>The error, if what the first exchange failed of is TLS: in version 1.3 a server rejects a client's certificate only after its handshake.</summary>
    public TlsException? Rejection(Exception failure) => _credentials?.Rejection(failure);

    /// <summary>What there is to say of TLS when the server closes the connection, most likely for another reason.</summary>
    public string? Hint(Exception failure) => _credentials?.Hint(failure);

    public void Dispose()
    {
        Stream.Dispose();
        _credentials?.Dispose();
    }

    public override string ToString() =>
        IPAddress.TryParse(Address.Host, out _) ? Address.ToString() : $"{Address} ({EndPoint.Address})";
}
