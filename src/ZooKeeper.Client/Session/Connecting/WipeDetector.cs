using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Detects that the ensemble has lost its history. If servers refuse the client for a long time, they have lost either their history or their quorum. A probe
/// tells the two apart.
/// </summary>
internal sealed class WipeDetector(ConnectString connectString, ZooKeeperClientOptions options, TlsPortProbe tlsPorts, ILogger logger)
{
    private long? _refusedSince;

    /// <summary>Records the outcome of a pass over the servers.</summary>
    public void OnPass(bool isRefused) => _refusedSince = isRefused ? _refusedSince ?? options.TimeProvider.GetTimestamp() : null;

    public bool IsProbeDue(TimeSpan sessionTimeout) =>
        _refusedSince is { } since && options.TimeProvider.GetElapsedTime(since) > 3 * sessionTimeout;

    /// <summary>Opens a session that claims to have seen nothing, and reads the zxid of the ensemble.</summary>
    /// <returns>The new session and the zxid, or null if no server returned it.</returns>
    public async Task<(Handshake Handshake, long Zxid)?> ProbeAsync(TimeSpan sessionTimeout, CancellationToken cancellationToken)
    {
        var pass = new ServerPass(connectString, sessionTimeout, options, tlsPorts, logger);
        var handshake = await pass.RunAsync(SessionTicket.ForNewSession(lastZxidSeen: 0), cancellationToken).ConfigureAwait(false);
        if (handshake is null)
        {
            return null;
        }

        try
        {
            using var timeout = new CancellationTokenSource(sessionTimeout, options.TimeProvider);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            var zxid = await WipeProbe.ReadZxidAsync(handshake, patience.Token).ConfigureAwait(false);
            _refusedSince = null;
            return (handshake, zxid);
        }
        catch (Exception e)
        {
            handshake.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            SessionLog.ProbeFailed(logger, handshake.Server.ToString(), e);
            return null;
        }
    }
}
