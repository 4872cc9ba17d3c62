using System.Net;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Transport;

/// <summary>
/// Asks a server by the four-letter word <c>isro</c> whether it is read-write. Where there is TLS the word goes through it as well (ZOOKEEPER-4819).
/// </summary>
internal sealed class ReadWriteQuestion(ZooKeeperClientOptions options, ILogger logger)
{
    private static readonly byte[] Word = [.. "isro"u8];

    /// <returns>
    /// Whether the answer is "rw". It is "ro" of a server without quorum and "null" of one that starts; one that does not permit the word says so in a sentence.
    /// </returns>
    public async Task<bool> AskAsync(ServerAddress server, IPEndPoint endPoint, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(patience, options.TimeProvider);
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        using var connection = await TcpConnector.ConnectAsync(server, [endPoint], options.TimeProvider, attempt.Token).ConfigureAwait(false);
        if (options.Tls.Enabled)
        {
            await new TlsHandshake(options, logger).PerformAsync(connection, patience, attempt.Token).ConfigureAwait(false);
        }

        await connection.Stream.WriteAsync(Word, attempt.Token).ConfigureAwait(false);
        var answer = new byte[2];
        await connection.Stream.ReadExactlyAsync(answer, attempt.Token).ConfigureAwait(false);
        return answer.AsSpan().SequenceEqual("rw"u8);
    }
}
