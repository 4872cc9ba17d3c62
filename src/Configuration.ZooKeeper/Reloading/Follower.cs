using Configuration.ZooKeeper.Telemetry;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Follows ZooKeeper for a source, with one session and one mirror of all layers. Its pump passes each new tree snapshot to the <see cref="Publisher"/> of the
/// source.
/// </summary>
internal sealed partial class Follower : IAsyncDisposable
{
    private readonly ZooKeeperConfigurationOptions _options;
    private readonly SharedSource _source;
    private readonly Publisher _publisher;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ZooKeeperClient _client;
    private readonly ZooKeeperMirror _mirror;

    public Follower(ZooKeeperConfigurationOptions options, SharedSource source)
    {
        _options = options;
        _source = source;
        _publisher = source.Publisher;
        _time = options.Connection.TimeProvider;
        _logger = source.Logger;

        // A copy, because the options belong to the caller.
        _client = ZooKeeperClient.Start(new ZooKeeperClientOptions(options.Connection) { LoggerFactory = source.Logging });
        _mirror = _client.Mirror([.. source.Paths, .. _publisher.ManagedRoots.Followed, .. options.ServicesPath is { } services ? [services] : Array.Empty<string>()], options.AuditInterval);
        source.Status.Follow(_client, _mirror);
    }

    /// <summary>Whether the source has closed the follower. A stopped follower publishes nothing.</summary>
    public bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>
    /// Verifies the keys with the server, within the startup timeout. If that fails, the last good configuration stays. Never throws because of the server.
    /// </summary>
    public void Reload()
    {
        var started = _time.GetTimestamp();
        using var activity = SourceActivities.StartReload(_source.ToString());
        try
        {
            using var timeout = new CancellationTokenSource(_options.StartupTimeout, _time);
            var tree = Task.Run(() => _mirror.RefreshAsync(timeout.Token)).GetAwaiter().GetResult();
            if (TryApply(tree, _options.StartupTimeout, out var rejection))
            {
                SourceMetrics.OnReloadEnded(_source.ToString(), _time.GetElapsedTime(started), rejection);
            }
            else
            {
                OnReloadFailed(Busy());
            }
        }
        catch (OperationCanceledException)
        {
            OnReloadFailed(Unreachable().Reason);
        }
        catch (Exception e) when (e is ZooKeeperException or ObjectDisposedException)
        {
            OnReloadFailed(e.Message);
        }
    }

    /// <summary>Stops the pump. Does not wait for it, because it may be in a validation that disposes the configuration.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Closes the session.</summary>
    public async ValueTask DisposeAsync()
    {
        // The client first: the end of the session removes all watches at once. The mirror would remove them one by one, two for each znode of an old server.
        await _client.DisposeAsync().ConfigureAwait(false);
        await _mirror.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    // The pump and a manual reload can apply trees at the same time. Both take the newest one.
    private bool TryApply(TreeSnapshot tree, TimeSpan timeout, out ZooKeeperRejectionCause? rejection)
    {
        ZooKeeperRejectionCause? cause = null;
        var isDecided = _publisher.TryDecide(timeout, () => cause = _publisher.Offer(this, _mirror.Current ?? tree));
        rejection = cause;
        return isDecided;
    }

    private string Busy() =>
        $"another reload has not finished within {_options.StartupTimeout.TotalSeconds:0.###} s: a validation of the application is still running. "
        + "A validation must not wait for a reload";

    private void OnReloadFailed(string reason)
    {
        SourceActivities.Current.SetError(SourceActivities.NameOf(LoadFailureKind.Unreachable));
        _source.OnReloadFailed(reason);
    }
}
