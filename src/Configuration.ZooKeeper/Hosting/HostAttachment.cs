using Configuration.ZooKeeper.Reloading;
using Configuration.ZooKeeper.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Hosting;

/// <summary>
/// Connects the ZooKeeper sources to a host's logging and reload validators, from its start until its container is disposed.
/// </summary>
internal sealed class HostAttachment(IConfiguration? configuration, ILoggerFactory loggerFactory, HostValidators guards) : IHostedLifecycleService, IDisposable
{
    private IReadOnlyList<SharedSource> _attached = [];

    // Before any service of the application starts, so that no service sees an unchecked reload.
    public Task StartingAsync(CancellationToken cancellationToken) => AttachAsync();

    // A host may know nothing of the lifecycle (that of WebHostBuilder does not).
    public Task StartAsync(CancellationToken cancellationToken) => _attached.Count == 0 ? AttachAsync() : Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var source in _attached)
        {
            source.Validators.Disarm(guards);
            source.Logging.TakeBack(loggerFactory);
        }
    }

    private Task AttachAsync()
    {
        _attached = [.. ApplicationSources.Of(configuration)];
        foreach (var source in _attached)
        {
            source.Logging.HandOverTo(loggerFactory);
            source.Validators.Arm(guards);
        }

        return Task.CompletedTask;
    }
}
