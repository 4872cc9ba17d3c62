using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Coordination;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination/hosting.md.</summary>
[TestClass]
public sealed class LeaderServiceSnippets
{
    [TestMethod]
    public void LeaderService_AsShown_IsAHostedService()
    {
        var builder = Host.CreateApplicationBuilder();

        // <snippet services>
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = "zk1:2181,zk2:2181,zk3:2181");
        builder.Services.AddLeaderService<NightlyJob>("/jobs/nightly");
        // </snippet>

        // <snippet health>
        builder.Services.AddHealthChecks().AddZooKeeperCoordination();
        // </snippet>

        Assert.IsTrue(builder.Services.Any(service => service.ServiceType == typeof(IHostedService)));
    }
}

// <snippet service>
internal sealed class NightlyJob(Exports exports) : ILeaderService
{
    public Task RunAsync(Leadership leadership, CancellationToken cancellationToken) => exports.RunAsync(leadership.Fence, cancellationToken);
}
// </snippet>

internal sealed class Exports(TimeProvider time)
{
    public Task RunAsync(long fence, CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromTicks(fence), time, cancellationToken);
}
