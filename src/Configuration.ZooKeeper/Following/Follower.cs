using Configuration.ZooKeeper.Mapping;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Following;

/// <summary>
/// Follows the ensemble for a source: one session, one mirror of all layers, and one pump that publishes each new state and tells the listeners.
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
    private readonly HashSet<KeyCollision> _reportedCollisions = [];
    private readonly ZooKeeperClient _client;
    private readonly ZooKeeperMirror _mirror;
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TreeSnapshot? _seen;
    private long? _lastReload;

    public Follower(ZooKeeperConfigurationOptions options, SharedSource source)
    {
        _options = options;
        _source = source;
        _time = options.Connection.TimeProvider;
        _logger = options.Connection.LoggerFactory.CreateLogger<Follower>();
        _client = ZooKeeperClient.Start(options.Connection);
        _mirror = _client.Mirror([.. source.Paths]);
        source.Status.Follow(_client, _mirror);
    }

    /// <summary>Loads for the first time; blocks at most for the startup timeout.</summary>
    /// <exception cref="ZooKeeperConfigurationException">It could not be loaded, and must be.</exception>
    public void Start()
    {
        // Not on the caller's context, which this thread is about to block.
        _seen = Task.Run(FirstAsync).GetAwaiter().GetResult();
        if (_seen is not null)
        {
            Accept(_seen);
        }

        if (_options.ReloadOnChange)
        {
            using (ExecutionContext.SuppressFlow())
            {
                _ = Task.Run(PumpAsync);
            }
        }
    }

    /// <summary>Verifies the state against the server, at most for the startup timeout. Never throws for what happens there.</summary>
    public void Reload()
    {
        try
        {
            using var timeout = new CancellationTokenSource(_options.StartupTimeout, _time);
            Apply(Task.Run(() => _mirror.RefreshAsync(timeout.Token)).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException)
        {
            LogReloadFailed($"no answer within {_options.StartupTimeout.TotalSeconds:0.###} s. {string.Join("; ", _client.ConnectFailures)}");
        }
        catch (Exception e) when (e is ZooKeeperException or ObjectDisposedException)
        {
            LogReloadFailed(e.Message);
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
        _stop.Dispose();
    }

    public void LogReloadFailed(string reason) => LogReloadFailed(_logger, _source.ToString(), reason);

    private async Task<TreeSnapshot?> FirstAsync()
    {
        using var timeout = new CancellationTokenSource(_options.StartupTimeout, _time);
        try
        {
            return await _mirror.NextAsync(seen: null, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            var reason = $"no ZooKeeper server could be used within {_options.StartupTimeout.TotalSeconds:0.###} s ({Servers()})";
            if (!_options.Optional || _client.State == SessionState.AuthFailed)
            {
                throw NotLoaded(reason, _mirror.LastError);
            }

            LogStartedWithout(_logger, _source.ToString(), reason);
            return null;
        }
    }

    private string Servers() => this switch
    {
        { _client.State: SessionState.AuthFailed } => $"{_options.ConnectionString}: the credentials were rejected",
        { _mirror.LastError: { } error } => error.Message,
        { _client.ConnectFailures: { Count: > 0 } failures } => string.Join("; ", failures),
        { _client.State: SessionState.Connected } => $"{_client.Server}: connected, but the znodes were not read in time",
        _ => $"{_options.ConnectionString}: no answer",
    };

    // At the start what is wrong is said at once; later it holds the state back.
    private void Accept(TreeSnapshot tree)
    {
        var roots = RootsOf(tree);
        if (roots.Find(root => root.Znode is { IsReadable: false }).Path is { } unreadable)
        {
            throw NotLoaded(
                $"the path '{unreadable}' may not be read (NoAuth). Its ACL does not permit it to this connection's identities; a wrong digest user or password shows in no other way");
        }

        if (roots.TrueForAll(root => root.Znode is null))
        {
            var reason = $"no such znode on {_client.Server ?? _options.ConnectionString}";
            if (!_options.Optional)
            {
                throw NotLoaded($"{reason}. Create {(roots.Count == 1 ? "it" : "one of them")}, or make the source optional");
            }

            LogStartedWithout(_logger, _source.ToString(), reason);
        }

        try
        {
            Publish(tree);
        }
        catch (MalformedValueException e)
        {
            throw NotLoaded(e.Message, e);
        }
    }

    private List<(string Path, Znode? Znode)> RootsOf(TreeSnapshot tree) => [.. _source.Paths.Select(path => (path, tree.Find(path)))];

    private ZooKeeperConfigurationException NotLoaded(string reason, Exception? cause = null) =>
        new($"The configuration in ZooKeeper at '{_source}' could not be loaded: {reason.TrimEnd('.')}.", cause);
}
