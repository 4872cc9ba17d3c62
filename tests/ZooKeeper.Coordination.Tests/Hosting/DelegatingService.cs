namespace ZooKeeper.Coordination.Tests.Hosting;

internal sealed class DelegatingService(Work work) : ILeaderService
{
    public Task RunAsync(Leadership leadership, CancellationToken cancellationToken) => work.RunAsync(leadership, cancellationToken);
}
