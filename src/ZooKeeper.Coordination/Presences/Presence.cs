using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Telemetry;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Presences;

/// <summary>
/// Keeps an ephemeral znode at a path until it is disposed, over any number of sessions. Its first claim replaces a znode that another process has left behind.
/// Later claims do not, so two live processes with one path do not fight: the one that came later keeps it.
/// </summary>
internal sealed partial class Presence : IAsyncDisposable
{
    private readonly ZooKeeperClient _client;
    private readonly string _path;
    private readonly GroupOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _leaving = new();
    private readonly HashSet<long> _sessions = [];
    private readonly PresenceData _first;
    private readonly Task _running;
    private PresenceData _data;
    private TaskCompletionSource _dataChanged = NewSignal();
    private bool _isDisposed;
    private volatile bool _hasEnded;
    private volatile PresenceState _state;

    /// <summary>Starts to create the znode in the background.</summary>
    public Presence(ZooKeeperClient client, string path, byte[]? data, GroupOptions options)
    {
        (_client, _path, _options, _logger) = (client, path, options, options.LoggerFactory.CreateLogger("ZooKeeper.Coordination"));
        _data = _first = new PresenceData(data);

        // A task keeps the execution context in which it is created.
        using (ExecutionContext.SuppressFlow())
        {
            _running = Task.Run(RunToTheEndAsync);
        }
    }

    public string Path => _path;

    /// <summary>Gets the state, as far as this process knows.</summary>
    public PresenceState State => _state;

    /// <summary>Gets a task that completes when the znode has been created for the first time, and fails if the server rejects it.</summary>
    public Task Entered => _first.Written;

    /// <summary>
    /// Changes the data. Returns when the znode has it, or when a later call replaces it. If the znode does not exist, waits until it is created again.
    /// </summary>
    public Task SetDataAsync(byte[]? data, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var change = new PresenceData(data);
        Interlocked.Exchange(ref _data, change).OnWritten(); // the znode never needs the former data any more
        Volatile.Read(ref _dataChanged).TrySetResult();
        if (_hasEnded)
        {
            change.OnFailed(Ended());
        }

        return change.Written.WaitAsync(cancellationToken);
    }

    /// <summary>Leaves. Waits for the server for about a second; without an answer, goes on in the background until the znode is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _leaving.CancelAsync().ConfigureAwait(false);
        await Farewell.WaitAsync(LeaveAsync(), _options.TimeProvider).ConfigureAwait(false);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task LeaveAsync()
    {
        await _running.ConfigureAwait(false);
        await new Departure(_client, _path, _sessions, _options.TimeProvider, _logger).RunAsync().ConfigureAwait(false);
    }

    private static ObjectDisposedException Ended() => new(objectName: null, "This process has left, or its client was disposed.");

    private async Task RunToTheEndAsync()
    {
        await RunAsync().ConfigureAwait(false);
        _state = PresenceState.Absent;
        _hasEnded = true;
        Volatile.Read(ref _data).OnFailed(Ended());
    }

    private async Task RunAsync()
    {
        while (!_leaving.IsCancellationRequested)
        {
            try
            {
                var session = await _client.GetSessionAsync(_leaving.Token).ConfigureAwait(false);
                using var end = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token, session.Ended);
                await StayAsync(session, end.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SessionExpiredException or OperationCanceledException)
            {
                // The next session follows, unless this process leaves.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await Retry.PauseAfterAsync(e, _options.TimeProvider, _leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                if (!await CanGoOnAfterAsync(e).ConfigureAwait(false))
                {
                    return;
                }
            }

            if (_state == PresenceState.Present && !_leaving.IsCancellationRequested)
            {
                _state = PresenceState.Absent;
                LogLost(_logger, _path);
            }
        }
    }

    private async Task<bool> CanGoOnAfterAsync(Exception error)
    {
        _state = PresenceState.Absent;
        if (error is ObjectDisposedException || !Entered.IsCompletedSuccessfully)
        {
            _first.OnFailed(error);
            return false;
        }

        LogFailed(_logger, _path, _options.RetryDelay, error);
        await Task.Delay(_options.RetryDelay, _options.TimeProvider, _leaving.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }

    private async Task StayAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        while (true)
        {
            var data = Volatile.Read(ref _data);
            var claim = new Claim(session, _path, _options, _sessions);
            _sessions.Add(session.Id);
            if (await claim.TryAsync(data.Bytes, replacesOthers: !Entered.IsCompletedSuccessfully, cancellationToken).ConfigureAwait(false))
            {
                _sessions.RemoveWhere(id => id != session.Id);
                Enter(data);
                await WatchAsync(session, data, cancellationToken).ConfigureAwait(false);
            }

            await WaitForOtherAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Enter(PresenceData data)
    {
        if (Entered.IsCompletedSuccessfully)
        {
            LogRestored(_logger, _path);
            CoordinationMetrics.OnRejoined(new ContestTags(ContestKind.Group, _options.MetricName));
        }

        _state = PresenceState.Present;
        _first.OnWritten();
        data.OnWritten();
    }

    // Returns when the znode is not there any more, or belongs to another session.
    private async Task WatchAsync(ZooKeeperSession session, PresenceData written, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = NewSignal();
            Volatile.Write(ref _dataChanged, changed);
            using var watch = await AnsweredAsync(() => session.ExistsAndWatchAsync(_path, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (watch.Value?.EphemeralOwner != session.Id)
            {
                return;
            }

            var wanted = Volatile.Read(ref _data);
            if (wanted != written)
            {
                written = await TryWriteAsync(session, wanted, watch.Value.Value.Version, cancellationToken).ConfigureAwait(false) ? wanted : written;
                continue;
            }

            await (await Task.WhenAny(watch.WaitAsync(cancellationToken), changed.Task).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryWriteAsync(ZooKeeperSession session, PresenceData data, int version, CancellationToken cancellationToken)
    {
        try
        {
            await AnsweredAsync(() => session.SetDataAsync(_path, data.Bytes, version, cancellationToken), cancellationToken).ConfigureAwait(false);
            data.OnWritten();
            return true;
        }
        catch (Exception e) when (e is NoNodeException or BadVersionException)
        {
            return false; // another client has written or deleted it, or an earlier attempt has succeeded
        }
        catch (ZooKeeperException e) when (!e.IsTransient)
        {
            data.OnFailed(e);
            return true;
        }
    }

    private async Task WaitForOtherAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var watch = await AnsweredAsync(() => session.ExistsAndWatchAsync(_path, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (watch.Value is not { } stat || _sessions.Contains(stat.EphemeralOwner))
            {
                _state = PresenceState.Absent;
                return;
            }

            if (_state != PresenceState.Displaced)
            {
                _state = PresenceState.Displaced;
                LogDisplaced(_logger, _path, stat.EphemeralOwner);
            }

            await watch.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<T> AnsweredAsync<T>(Func<Task<T>> request, CancellationToken cancellationToken) =>
        Retry.UntilAnsweredAsync(request, _options.TimeProvider, cancellationToken);
}
