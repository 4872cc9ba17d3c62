using Configuration.ZooKeeper.Reloading;
using Configuration.ZooKeeper.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Hosting;

/// <summary>
/// Connects the ZooKeeper sources to a host, from its start until its container is disposed: they log to its loggers, and its options can reject reloads.
/// </summary>
internal sealed class HostAttachment(IConfiguration? configuration, ILoggerFactory loggerFactory, HostValidators validators) : IHostedLifecycleService, IDisposable
{
    private IReadOnlyList<SharedSource> _attached = [];

    // Before any service of the application starts, so that none of them sees an unvalidated reload.
    public Task StartingAsync(CancellationToken cancellationToken) => AttachAsync();

    // The host of WebHostBuilder does not call StartingAsync.
    public Task StartAsync(CancellationToken cancellationToken) => _attached.Count == 0 ? AttachAsync() : Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var source in _attached)
        {
            source.Validators.Remove(validators);
            source.Logging.Detach(loggerFactory);
        }
    }

    private Task AttachAsync()
    {
        _attached = [.. ApplicationSources.Of(configuration)];
        foreach (var source in _attached)
        {
            source.Logging.Attach(loggerFactory);
            source.Validators.Add(validators);
        }

        return Task.CompletedTask;
    }
}
