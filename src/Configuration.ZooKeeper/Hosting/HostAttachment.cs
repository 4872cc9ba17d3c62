using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Reloading;
using Configuration.ZooKeeper.Telemetry;
using Configuration.ZooKeeper.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Hosting;

/// <summary>
/// Connects the ZooKeeper sources to a host, until its container is disposed: they log to its loggers, its options can reject reloads, and a reload removes the
/// options that its monitors have cached.
/// </summary>
/// <remarks>
/// A host creates its hosted services, then runs the startup validators, then starts the services. A configuration that the reload validators reject must be
/// replaced before the startup validators see it, so the sources are attached when this service is created.
/// </remarks>
internal sealed class HostAttachment : IHostedLifecycleService, IDisposable
{
    private readonly ILoggerFactory _loggerFactory;
    private readonly HostValidators _validators;
    private readonly MonitorCaches _caches;
    private readonly SharedSource[] _attached;
    private bool _isStopping;
    private bool _isDisposed;

    private HostAttachment(IEnumerable<SharedSource> sources, ILoggerFactory loggerFactory, HostValidators validators, MonitorCaches caches)
    {
        _loggerFactory = loggerFactory;
        _validators = validators;
        _caches = caches;
        _attached = [.. sources];
    }

    public static HostAttachment Attach(IConfiguration? configuration, ILoggerFactory loggerFactory, HostValidators validators, MonitorCaches caches)
    {
        var attachment = new HostAttachment(ApplicationSources.Of(configuration), loggerFactory, validators, caches);
        foreach (var source in attachment._attached)
        {
            source.Logging.Attach(loggerFactory);
            source.State.Add(caches);
            source.Arm(validators);
        }

        return attachment;
    }

    // After the startup validators: only a configuration that they accept replaces the last good one.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var source in _attached)
        {
            source.First.OnStarting();
        }

        return Task.CompletedTask;
    }

    // The host of WebHostBuilder does not call StartingAsync.
    public Task StartAsync(CancellationToken cancellationToken) => StartingAsync(cancellationToken);

    // The host's telemetry collectors are running now, so record the load that they missed.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var source in _attached)
        {
            if (source.UnseenLoad is { } load)
            {
                source.UnseenLoad = null;
                SourceActivities.RecordLoad(source.ToString(), load);
            }
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => StopAsync(cancellationToken);

    // The host of WebHostBuilder does not call StoppingAsync.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        OnStopping();
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The container calls it twice, because it has the service under two types.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        OnStopping();
        foreach (var source in _attached)
        {
            source.Disarm(_validators);
            source.State.Remove(_caches);
            source.Logging.Detach(_loggerFactory);
        }
    }

    private void OnStopping()
    {
        if (!Interlocked.Exchange(ref _isStopping, true))
        {
            foreach (var source in _attached)
            {
                source.OnHostStopping();
            }
        }
    }
}
