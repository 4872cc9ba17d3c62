using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Configuration.ZooKeeper.Logging;

/// <summary>Gives the host's logger factory to the ZooKeeper sources when the host starts, and takes it away before it is disposed.</summary>
internal sealed class LoggerHandOver(IConfiguration? configuration, ILoggerFactory loggerFactory) : IHostedService, IDisposable
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        HandOver(loggerFactory);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => HandOver(NullLoggerFactory.Instance);

    private void HandOver(ILoggerFactory target)
    {
        foreach (var source in ZooKeeperConfigurationStatus.SourcesOf(configuration))
        {
            source.Logging.HandOverTo(target);
        }
    }
}
