using System.Diagnostics;
using Configuration.ZooKeeper.LastKnownGood;
using Configuration.ZooKeeper.Telemetry;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Following;

/// <summary>
/// Follows the ensemble for a source: one session, one mirror of all layers, and one pump that has each new state published and tells the listeners.
/// Whatever fails, the last good state stays.
/// </summary>
internal sealed partial class Follower : IAsyncDisposable
{
    private readonly ZooKeeperConfigurationOptions _options;
    private readonly SharedSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _applying = new();
    private readonly SnapshotFile? _snapshotFile;
    private readonly SnapshotWriter? _snapshotWriter;
    private readonly Publisher _publisher;
    private readonly ZooKeeperClient _client;
    private readonly ZooKeeperMirror _mirror;
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TreeSnapshot? _seen;

    public Follower(ZooKeeperConfigurationOptions options, SharedSource source)
    {
        _options = options;
        _source = source;
        _time = options.Connection.TimeProvider;
        _logger = options.Connection.LoggerFactory.CreateLogger<Follower>();
        if (options.SnapshotFile is { } file)
        {
            var origin = new SnapshotOrigin([.. source.Paths.Select(path => ChrootOf(options.ConnectionString) + path)], options.Section);
            _snapshotFile = new SnapshotFile(file, origin, _logger, _time);
            _snapshotWriter = new SnapshotWriter(_snapshotFile);
        }

        _publisher = new Publisher(options, source, _snapshotWriter, _logger);
        _client = ZooKeeperClient.Start(options.Connection);
        _mirror = _client.Mirror([.. source.Paths], options.AuditInterval);
        source.Status.Follow(_client, _mirror);
    }

    /// <summary>Verifies the state against the server, at most for the startup timeout. Never throws for what happens there.</summary>
    public void Reload()
    {
        var started = _time.GetTimestamp();
        using var activity = SourceActivities.StartReload(_source.ToString());
        try
        {
            using var timeout = new CancellationTokenSource(_options.StartupTimeout, _time);
            var heldBack = Apply(Task.Run(() => _mirror.RefreshAsync(timeout.Token)).GetAwaiter().GetResult());
            SourceMetrics.OnReloadEnded(_source.ToString(), _time.GetElapsedTime(started), heldBack);
        }
        catch (OperationCanceledException)
        {
            OnReloadFailed(Unreachable().Reason, activity);
        }
        catch (Exception e) when (e is ZooKeeperException or ObjectDisposedException)
        {
            OnReloadFailed(e.Message, activity);
        }
    }

    /// <summary>Has the pump look whether anybody is to be told of the present state.</summary>
    public void WakeUp() => Volatile.Read(ref _wake).TrySetResult();

    /// <summary>Closes the session. Does not wait for the pump, which may be inside a listener that is disposing us.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _mirror.DisposeAsync().ConfigureAwait(false);
        await _client.DisposeAsync().ConfigureAwait(false);
        _snapshotWriter?.Dispose();
        _stop.Dispose();
    }

    private static string ChrootOf(string connectionString) =>
        connectionString.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? connectionString[slash..] : "";

    private void OnReloadFailed(string reason, Activity? activity)
    {
        activity.SetError(SourceActivities.NameOf(LoadFailureKind.Unreachable));
        _source.Status.OnError($"A manual reload failed: {reason}");
        LogReloadFailed(_logger, _source.ToString(), reason);
    }

    [LoggerMessage(2003, LogLevel.Warning, "A manual reload of {Paths} kept the last good state: {Reason}")]
    private static partial void LogReloadFailed(ILogger logger, string paths, string reason);
}
