using Microsoft.Extensions.Hosting;

namespace ZooKeeper.Coordination.Tests.Hosting;

/// <summary>Another hosted service, which does something when it stops.</summary>
internal sealed class StopStep(Func<Task> stopAsync) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => stopAsync();
}
