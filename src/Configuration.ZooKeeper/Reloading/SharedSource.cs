using System.Diagnostics;
using Configuration.ZooKeeper.Logging;
using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.SnapshotFiles;
using Configuration.ZooKeeper.Telemetry;
using Configuration.ZooKeeper.Validation;
using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Holds what all providers of a source share: the published keys, and one session while at least one provider is attached. The first provider to attach loads
/// the source. The last one to detach closes the session.
/// </summary>
internal sealed partial class SharedSource
{
    // Stable for users' log filters, unlike the name of a type.
    private const string LogCategory = "Configuration.ZooKeeper";

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly ZooKeeperConfigurationOptions _options;
    private readonly string _paths;
    private readonly Lock _gate = new();
    private readonly ConnectionPerLoad _connecting;
    private Follower? _follower;
    private int _runningHosts;

    public SharedSource(ZooKeeperConfigurationOptions options, IReadOnlyList<string> paths, ExpectedHost host = ExpectedHost.None)
    {
        (_options, Paths, _paths) = (options, paths, string.Join(", ", paths));
        State = new PublishedState(this);
        Chroot = new Chroot(options.ConnectionString);
        Name = Chroot.With(paths);
        Logging = new HandedOverLogging(options.Connection.LoggerFactory);
        Logger = Logging.CreateLogger(LogCategory);
        Notifier = new ChangeNotifier(this, options.Connection.TimeProvider);
        Status = new SourceStatus(paths, Name, options, Notifier);
        if (options.SnapshotFile is { } file)
        {
            var origin = new SnapshotOrigin([.. paths.Select(Chroot.With)], options.Section);
            SnapshotFile = new SnapshotFile(file, origin, Logger, options.Connection.TimeProvider);
            SnapshotWriter = new SnapshotWriter(SnapshotFile);
        }

        First = new FirstConfiguration(host, SnapshotWriter, options.Connection.TimeProvider);
        Publisher = new Publisher(options, this);
        _connecting = new ConnectionPerLoad(options, this);
    }

    /// <summary>The paths of the layers. The last one wins.</summary>
    public IReadOnlyList<string> Paths { get; }

    public Chroot Chroot { get; }

    /// <summary>The paths in messages, with the chroot. <see cref="ToString"/> omits it, for metrics and traces.</summary>
    public string Name { get; }

    public PublishedState State { get; }

    public SourceStatus Status { get; }

    public ReloadValidators Validators { get; } = new();

    /// <summary>The logger factory of the source and its client.</summary>
    public HandedOverLogging Logging { get; }

    public ILogger Logger { get; }

    public SnapshotFile? SnapshotFile { get; }

    public SnapshotWriter? SnapshotWriter { get; }

    public FirstConfiguration First { get; }

    /// <summary>The first load, if it has no trace yet.</summary>
    public UnseenLoad? UnseenLoad { get; set; }

    public Publisher Publisher { get; }

    public ChangeNotifier Notifier { get; }

    public SourceProviders Providers { get; } = new();

    /// <summary>Adds a provider. If it is the first one, loads the source.</summary>
    /// <exception cref="ZooKeeperConfigurationException">The source is required and cannot be loaded. Everything is closed again.</exception>
    public void Attach(ZooKeeperConfigurationProvider provider)
    {
        lock (_gate)
        {
            if (Providers.IsEmpty)
            {
                _follower = Load();
                SourceMetrics.Add(Status.Read);
            }

            provider.OnReloaded(State.Current);
            Providers.Add(provider);
        }
    }

    /// <summary>Removes a provider. If it was the last one, closes the session.</summary>
    public void Detach(ZooKeeperConfigurationProvider provider)
    {
        Follower? follower;
        lock (_gate)
        {
            Providers.Remove(provider);
            if (!Providers.IsEmpty)
            {
                return;
            }

            SourceMetrics.Remove(Status.Read);
            follower = _follower;
            _follower = null;

            // The follower first: a state that it is putting in effect comes too late for the snapshot file. Under the lock, because another provider may load
            // the source again at once, and its first configuration must stay out of the file, too.
            follower?.Stop();
            First.OnClosing();
        }

        if (Volatile.Read(ref _runningHosts) > 0)
        {
            OnDisposedEarly("stopped");
        }

        Close(follower);
    }

    /// <summary>Updates the keys for a provider, and notifies its listeners if keys changed. The notifier notifies the listeners of the other providers.</summary>
    public void Reload(ZooKeeperConfigurationProvider provider)
    {
        // Avoids a deadlock: the validation may wait for this reload, which would wait for the validation.
        if (ReloadValidator.Active is { } validator)
        {
            OnReloadFailed($"it was called inside the validation of {validator}, which must not reload the configuration");
            return;
        }

        // Avoids a recursion without end, because the reload would call the delegate again, and a deadlock with the decision that needs the delegate's result.
        if (Publisher.IsDecidingOnThisThread || ZnodeDefinitions.IsAheadOnThisThread)
        {
            OnReloadFailed($"it was called inside a delegate of the options, such as {nameof(_options.MapKey)} or a parser, which must not reload the configuration");
            return;
        }

        Follower? follower;
        bool isDisposed;
        lock (_gate)
        {
            (follower, isDisposed) = (_follower, Providers.IsEmpty);
        }

        if (follower is not null)
        {
            follower.Reload();
        }
        else if (!isDisposed)
        {
            _connecting.Reload();
        }

        StatePin.OnReloaded(State);
        var isNew = provider.IsNew(State.Current);
        provider.OnReloaded(State.Current);
        Notifier.Notify();
        if (isNew)
        {
            Notifier.NotifyCaller(provider, State.Current);
        }
    }

    /// <summary>
    /// Arms the reload validators of a host that begins to start. If they reject the configuration in effect, the one in the snapshot file takes its place.
    /// </summary>
    public void Arm(HostValidators host)
    {
        Interlocked.Increment(ref _runningHosts);
        if (Providers.IsEmpty)
        {
            OnDisposedEarly("started");
        }

        if (!Publisher.TryDecide(_options.StartupTimeout, () => Publisher.Arm(host)))
        {
            Validators.Add(host);
        }

        Notifier.Notify();
    }

    /// <summary>Expects that the configuration is disposed: a host that used it stops.</summary>
    public void OnHostStopping() => Interlocked.Decrement(ref _runningHosts);

    public void Disarm(HostValidators host)
    {
        Validators.Remove(host);
        First.OnHostDisposed();
    }

    public void OnReloadFailed(string reason)
    {
        Status.OnError($"A manual reload failed: {reason}");
        LogReloadFailed(Logger, Name, reason);
    }

    // Limited to one second, because applications stop here. The server expires a session that cannot be closed. The snapshot file is flushed while the client
    // closes, so that a server that does not answer takes no time from the flush.
    public void Close(Follower? follower)
    {
        var started = Stopwatch.GetTimestamp();
        follower?.Stop();
        var closing = follower is null ? Task.CompletedTask : Task.Run(() => follower.DisposeAsync().AsTask());
        SnapshotWriter?.Flush(CloseTimeout);
        var left = CloseTimeout - Stopwatch.GetElapsedTime(started);
        closing.Wait(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    public override string ToString() => _paths;

    private Follower? Load()
    {
        if (!_options.ReloadOnChange)
        {
            _connecting.Load();
            return null;
        }

        var follower = new Follower(_options, this);
        try
        {
            follower.Start();
            return follower;
        }
        catch
        {
            follower.Stop();
            First.OnClosing();
            Close(follower);
            throw;
        }
    }
}
