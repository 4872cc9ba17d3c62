using System.Net.Sockets;

namespace ZooKeeper.Client.Transport;

/// <summary>
/// Finds out whether a server closed a connection without an answer because the port is for TLS. Netty, which serves that port, does not answer clients without
/// TLS. The probe runs once for each server, and sends the shortest message that every TLS server answers, at least with an alert.
/// </summary>
internal sealed class TlsPortProbe(TimeProvider time)
{
    private const byte Alert = 0x15;
    private const byte TlsMajorVersion = 3;

    private static readonly byte[] EmptyClientHello = [0x16, TlsMajorVersion, 1, 0, 4, 1, 0, 0, 0];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ServerAddress, bool> _answers = [];

    public async Task<bool> IsForTlsAsync(ServerConnection closed, CancellationToken cancellationToken)
    {
        if (_answers.TryGetValue(closed.Address, out var known))
        {
            return known;
        }

        return _answers[closed.Address] = await AskAsync(closed, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> AskAsync(ServerConnection closed, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Patience, time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            using var connection = await TcpConnector.ConnectAsync(closed.Address, [closed.EndPoint], time, patience.Token).ConfigureAwait(false);
            await connection.Stream.WriteAsync(EmptyClientHello, patience.Token).ConfigureAwait(false);
            var answer = new byte[2];
            await connection.Stream.ReadExactlyAsync(answer, patience.Token).ConfigureAwait(false);
            return answer is [Alert, TlsMajorVersion];
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            return false; // a server without TLS does not answer
        }
    }
}
