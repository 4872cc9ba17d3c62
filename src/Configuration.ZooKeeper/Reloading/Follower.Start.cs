using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.SnapshotFiles;
using Configuration.ZooKeeper.Telemetry;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>The first load. It reports at once what would reject a later reload (docs/outages.md, "At the start").</summary>
internal sealed partial class Follower
{
    private volatile bool _isHopeless;

    /// <summary>Loads the configuration for the first time. Blocks for at most the startup timeout.</summary>
    /// <exception cref="ZooKeeperConfigurationException">The source is required and cannot be loaded.</exception>
    public void Start()
    {
        var (started, startedAt) = (_time.GetTimestamp(), _time.GetUtcNow());
        using var activity = SourceActivities.StartLoad(_source.ToString());
        var saved = _source.SnapshotFile?.Read();
        _source.First.Begin(saved);

        // Without the synchronization context of the caller, whose thread blocks here.
        var tree = Task.Run(() => FirstAsync(isPatient: saved is null)).GetAwaiter().GetResult();
        var isDecided = _publisher.TryDecide(_options.StartupTimeout, () =>
        {
            _publisher.Adopt(this, tree);
            var failure = tree is null ? Unreachable() : TryPublish(tree);
            SourceMetrics.OnLoaded(_source.ToString(), _time.GetElapsedTime(started), failure?.Kind);
            if (activity is null)
            {
                _source.UnseenLoad = new UnseenLoad(
                    startedAt, _time.GetUtcNow(), failure is null ? tree?.Zxid : null, failure is null ? _source.State.Current.Count : 0, failure?.Kind);
            }

            if (failure is not null)
            {
                SourceActivities.Current.SetError(SourceActivities.NameOf(failure.Kind));
                StartWithout(failure, tree, saved);
            }
        });
        if (!isDecided)
        {
            throw NotLoaded(new LoadFailure(LoadFailureKind.Unreachable, Busy()));
        }

        if (_options.ReloadOnChange)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = PumpAsync();
            }
        }
    }

    // With a snapshot file, one pass over all servers is enough. Without one, two passes are enough if retrying cannot fix the causes.
    private async Task<TreeSnapshot?> FirstAsync(bool isPatient)
    {
        using var timeout = new CancellationTokenSource(_options.StartupTimeout, _time);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token);
        var first = _mirror.NextAsync(seen: null, enough.Token);
        await Task.WhenAny(first, isPatient ? HopelessAsync(enough.Token) : FailedPassAsync(enough.Token)).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);

        try
        {
            return await AfterImportAsync(await first.ConfigureAwait(false), timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    // A half-finished import is not a valid configuration. If the import does not end in time, the start fails with this tree.
    private async Task<TreeSnapshot> AfterImportAsync(TreeSnapshot tree, CancellationToken cancellationToken)
    {
        try
        {
            while (_publisher.ManagedRoots.IsImporting(tree))
            {
                tree = await _mirror.NextAsync(tree, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }

        return tree;
    }

    private async Task FailedPassAsync(CancellationToken cancellationToken)
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnConnectFailed() => failed.TrySetResult();
        _client.ConnectFailed += OnConnectFailed;
        try
        {
            if (_client.ConnectFailures.Count == 0)
            {
                await failed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _client.ConnectFailed -= OnConnectFailed;
        }
    }

    private async Task HopelessAsync(CancellationToken cancellationToken)
    {
        var connecting = _client.WaitForConnectionAsync(cancellationToken);
        var rejected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnStateChanged(SessionState state)
        {
            // A server that has accepted the client can still demand an authentication at the first request.
            if (state == SessionState.AuthFailed && connecting.IsCompletedSuccessfully)
            {
                rejected.TrySetResult();
            }
        }

        _client.StateChanged += OnStateChanged;
        try
        {
            await connecting.ConfigureAwait(false);
            OnStateChanged(_client.State);
            await rejected.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ZooKeeperException)
        {
            _isHopeless = true;
        }
        finally
        {
            _client.StateChanged -= OnStateChanged;
        }
    }

    private LoadFailure? TryPublish(TreeSnapshot tree)
    {
        if (SourceRoots.FirstUnreadable(tree, _source.Paths) is { } unreadable)
        {
            return new LoadFailure(
                LoadFailureKind.Refused,
                $"the path '{_source.Chroot.With(unreadable)}' is unreadable (NoAuth). Its ACL grants no read permission to the identities of this connection. "
                + "A wrong digest user or password has the same effect",
                unreadable);
        }

        if (SourceRoots.NoneExists(tree, _source.Paths))
        {
            var what = _source.Paths.Count == 1 ? "the znode does not exist" : "none of the znodes exists";
            return new LoadFailure(LoadFailureKind.Missing, $"{what} on {_client.Server ?? _options.ConnectionString}");
        }

        if (_publisher.ManagedRoots.Check(tree) is { } failure)
        {
            return failure.AtTheStart();
        }

        try
        {
            _publisher.Publish(this, tree);
            return null;
        }
        catch (MalformedValueException e)
        {
            return new LoadFailure(LoadFailureKind.Malformed, e.MessageIn(_source.Chroot.With), e.Path, e);
        }
    }

    private void StartWithout(LoadFailure failure, TreeSnapshot? tree, SavedConfiguration? saved)
    {
        if (saved is not null && failure.Kind != LoadFailureKind.Refused)
        {
            _publisher.Restore(saved, failure.Reason);
            Reject(failure, tree);
        }
        else if (_options.Optional && failure.Kind is LoadFailureKind.Unreachable or LoadFailureKind.Missing)
        {
            LogStartedWithout(_logger, _source.Name, failure.Reason);
            if (tree is not null)
            {
                _publisher.Publish(this, tree);
            }
        }
        else
        {
            var exception = NotLoaded(failure);
            var context = new ZooKeeperLoadExceptionContext(exception, _source.Paths, failure.Path);
            _options.OnLoadException?.Invoke(context);
            if (!context.Ignore)
            {
                throw exception;
            }

            LogStartedWithout(_logger, _source.Name, failure.Reason);
            Reject(failure, tree);
        }
    }

    private void Reject(LoadFailure failure, TreeSnapshot? tree)
    {
        if (tree is not null)
        {
            _publisher.Reject(tree, failure.RejectionCause, $"At startup: {failure.Reason.TrimEnd('.')}.");
        }
    }

    // Between two rejections the client is connected for a moment, until its first request fails.
    private LoadFailure Unreachable() => _client.State == SessionState.AuthFailed || _mirror.LastError is AuthFailedException
        ? new(LoadFailureKind.Refused, $"the credentials were rejected ({Rejection()})", Cause: _mirror.LastError)
        : new(
            LoadFailureKind.Unreachable,
            _isHopeless
                ? $"no ZooKeeper server could be used, and retrying cannot help ({Servers()})"
                : $"no ZooKeeper server could be used within {_options.StartupTimeout.TotalSeconds:0.###} s ({Servers()})",
            Cause: _mirror.LastError);

    private string Rejection() => _client.ConnectFailures is { Count: > 0 } failures ? string.Join("; ", failures) : _client.Server ?? _options.ConnectionString;

    private string Servers() => this switch
    {
        { _mirror.LastError: { } error } => error.Message,
        { _client.ConnectFailures: { Count: > 0 } failures } => string.Join("; ", failures),
        { _client.State: SessionState.Connected or SessionState.ConnectedReadOnly } => $"{_client.Server}: connected, but the znodes were not read in time",
        _ => $"{_options.ConnectionString}: no answer",
    };

    private ZooKeeperConfigurationException NotLoaded(LoadFailure failure)
    {
        var remedy = failure.Kind == LoadFailureKind.Missing ? $". Create {(_source.Paths.Count == 1 ? "it" : "one of them")}, or set Optional = true" : "";
        return new($"Cannot load the configuration at '{_source.Name}' from ZooKeeper: {failure.Reason.TrimEnd('.')}{remedy}.", failure.Cause);
    }

    [LoggerMessage(2001, LogLevel.Warning, "Started without the configuration at {Paths}: {Reason}")]
    private static partial void LogStartedWithout(ILogger logger, string paths, string reason);
}
