using Configuration.ZooKeeper.Chaos.Checking;
using Configuration.ZooKeeper.Chaos.Writing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Chaos.Reading;

/// <summary>An application's configuration from ZooKeeper, read in every way that applications read it.</summary>
internal sealed class Provider : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private readonly ConfigurationManager _configuration = new();
    private readonly ServiceProvider _services;
    private readonly IOptionsMonitor<AllKeys> _monitor;
    private readonly IDisposable? _onChange;
    private readonly ZooKeeperConfigurationStatus _status;
    private readonly ProviderLogging _logging;
    private readonly ChaosLog _log;
    private readonly ReaderNotes _polled;
    private readonly ReaderNotes _pinned;
    private readonly ReaderNotes _pushed;
    private long _zxid;
    private long _repairs;

    public Provider(string name, string connectionString, TimeSpan sessionTimeout, TimeSpan minReloadInterval, NumberedState state, ChaosLog log)
    {
        Name = name;
        _log = log;
        _logging = new ProviderLogging(name, log);
        _polled = new ReaderNotes($"{name}/polled", LogKind.StateSeen, state, log);
        _pinned = new ReaderNotes($"{name}/pinned", LogKind.StateSeen, state, log);
        _pushed = new ReaderNotes($"{name}/pushed", LogKind.StatePushed, state, log);
        _configuration.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            foreach (var layer in state.Layers)
            {
                options.Paths.Add(layer);
            }

            options.MapKey = path => path.StartsWith(NumberedState.Ballast, StringComparison.Ordinal) ? null : path;
            options.MinReloadInterval = minReloadInterval;
            options.AuditInterval = TimeSpan.FromSeconds(1);
            options.StartupTimeout = TimeSpan.FromSeconds(30);
            options.Connection.SessionTimeout = sessionTimeout;
            options.Connection.LoggerFactory = _logging;

            // The trees are too small to measure. So mirrors verify them in both ways, and change the way in between.
            options.Connection.VerifiesByReading = () => Random.Shared.Next(2) == 0;
        });
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(_configuration)
            .AddZooKeeperConfiguration()
            .AddSingleton<IOptionsChangeTokenSource<AllKeys>>(new ConfigurationChangeTokenSource<AllKeys>(_configuration))
            .Configure<AllKeys>(Fill)
            .BuildServiceProvider();
        _status = _services.GetRequiredService<ZooKeeperConfigurationStatus>();
        _monitor = _services.GetRequiredService<IOptionsMonitor<AllKeys>>();
        _onChange = _monitor.OnChange(_pushed.See);
    }

    public string Name { get; }

    public long SessionId => _logging.SessionId;

    /// <summary>Whether every way of reading has shown this state, or a later one.</summary>
    public bool HasReached(int state) => _polled.Number >= state && _pinned.Number >= state && _pushed.Number >= state;

    /// <summary>Reads until the run is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Pace);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                _polled.See(_monitor.CurrentValue);
                _pinned.See(ReadPinned());
                NoteStatus();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    /// <summary>Describes the state of the provider, to diagnose why it does not converge.</summary>
    public override string ToString()
    {
        var status = _status.Sources.Single();
        return $"{Name} shows state {_polled.Number}, pinned {_pinned.Number}, and was told of {_pushed.Number}: "
            + $"session {status.Session} on {status.Server}, zxid 0x{status.LastZxid:x}, stale {status.IsStale}, pending changes {status.HasPendingChanges}, "
            + $"rejected {status.RejectedReload?.Reason}, last error {status.LastError}";
    }

    public async ValueTask DisposeAsync()
    {
        _onChange?.Dispose();
        await _services.DisposeAsync();
        _configuration.Dispose();
    }

    private AllKeys ReadPinned()
    {
        using var pin = _configuration.PinZooKeeper();
        var keys = new AllKeys();
        Fill(keys);
        return keys;
    }

    private void Fill(AllKeys keys)
    {
        foreach (var (key, value) in _configuration.AsEnumerable())
        {
            if (value is not null)
            {
                keys[key] = value;
            }
        }
    }

    private void NoteStatus()
    {
        var status = _status.Sources.Single();
        if (status.LastZxid != _zxid)
        {
            _zxid = status.LastZxid;
            _log.Write(LogKind.ZxidSeen, Name, zxid: _zxid);
        }

        if (status.AuditRepairs != _repairs)
        {
            _repairs = status.AuditRepairs;
            _log.Write(LogKind.Repaired, Name, zxid: _zxid, detail: $"{_repairs} repairs of the audit so far");
        }
    }
}
