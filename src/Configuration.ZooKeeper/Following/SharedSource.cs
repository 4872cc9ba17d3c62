using Configuration.ZooKeeper.Guarding;
using Configuration.ZooKeeper.Logging;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Telemetry;

namespace Configuration.ZooKeeper.Following;

/// <summary>
/// What all providers of a source share: one session while at least one of them is attached, and one state. The first to attach loads; the last
/// to detach closes.
/// </summary>
internal sealed class SharedSource
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly ZooKeeperConfigurationOptions _options;
    private readonly Lock _gate = new();
    private ZooKeeperConfigurationProvider[] _providers = [];
    private Follower? _follower;

    public SharedSource(ZooKeeperConfigurationOptions options, IReadOnlyList<string> paths)
    {
        _options = options;
        Paths = paths;
        Logging = new HandedOverLogging(options.Connection.LoggerFactory);
        options.Connection.LoggerFactory = Logging;
        Status = new SourceStatus(paths, options.ReloadOnChange, options.Connection.TimeProvider);
    }

    /// <summary>The layers' paths; the last one wins.</summary>
    public IReadOnlyList<string> Paths { get; }

    public PublishedState State { get; } = new();

    public SourceStatus Status { get; }

    public ReloadGuards Guards { get; } = new();

    /// <summary>Where the source and its client log.</summary>
    public HandedOverLogging Logging { get; }

    public IReadOnlyList<ZooKeeperConfigurationProvider> Providers => Volatile.Read(ref _providers);

    /// <exception cref="ZooKeeperConfigurationException">The source is required and could not be loaded; everything is closed again.</exception>
    public void Attach(ZooKeeperConfigurationProvider provider)
    {
        lock (_gate)
        {
            if (_providers.Length == 0)
            {
                _follower = Load();
                SourceMetrics.Add(Status.Read);
            }

            provider.Announced = State.Current;
            Volatile.Write(ref _providers, [.. _providers, provider]);
        }
    }

    public void Detach(ZooKeeperConfigurationProvider provider)
    {
        Follower? follower;
        lock (_gate)
        {
            Volatile.Write(ref _providers, Array.FindAll(_providers, other => other != provider));
            if (_providers.Length > 0)
            {
                return;
            }

            SourceMetrics.Remove(Status.Read);
            follower = _follower;
            _follower = null;
        }

        if (follower is not null)
        {
            Close(follower);
        }
    }

    /// <summary>Brings the state up to date for a caller who then tells his own listeners; everybody else's are told by the follower.</summary>
    public void Reload(ZooKeeperConfigurationProvider provider)
    {
        Follower? follower;
        lock (_gate)
        {
            follower = _follower;
        }

        if (follower is not null)
        {
            follower.Reload();
        }
        else
        {
            ReloadOnce();
        }

        provider.DropOverlay();
        provider.Announced = State.Current;
        follower?.WakeUp();
    }

    public override string ToString() => string.Join(", ", Paths);

    private Follower? Load()
    {
        var follower = new Follower(_options, this);
        try
        {
            follower.Start();
        }
        catch
        {
            Close(follower);
            throw;
        }

        if (_options.ReloadOnChange)
        {
            return follower;
        }

        Close(follower);
        return null;
    }

    // Nothing follows the ensemble (ReloadOnChange is false), so a manual reload connects once more.
    private void ReloadOnce()
    {
        var follower = new Follower(_options, this);
        try
        {
            follower.Reload();
        }
        finally
        {
            Close(follower);
        }
    }

    // Not longer: applications stop here. The session of a server that does not answer expires by itself.
    private static void Close(Follower follower) => Task.Run(() => follower.DisposeAsync().AsTask()).Wait(CloseTimeout);
}
