using System.Net;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Transport;

/// <summary>
/// Asks a server with the four-letter word <c>isro</c> whether it is read-write. If TLS is enabled, the word goes through TLS (ZOOKEEPER-4819).
/// </summary>
internal sealed class ReadWriteQuestion(ZooKeeperClientOptions options, ILogger logger)
{
    private static readonly byte[] Word = [.. "isro"u8];

    /// <returns>
    /// Whether the answer is "rw". A server without a quorum answers "ro", a starting server "null", and a server that does not permit the word answers with a
    /// sentence.
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
