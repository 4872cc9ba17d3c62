using Medallion.Threading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.DistributedLock;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination/hosting.md, and the registration in docs/coordination/migrating.md.</summary>
[TestClass]
public sealed class LeaderServiceSnippets
{
    [TestMethod]
    public void LeaderService_AsShown_IsAHostedService()
    {
        var builder = Host.CreateApplicationBuilder();

        // <snippet registration>
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = "zk1:2181,zk2:2181,zk3:2181");
        // </snippet>

        // <snippet service_registration>
        builder.Services.AddLeaderService<NightlyJob>("/jobs/nightly");
        // </snippet>

        // <snippet health>
        builder.Services.AddHealthChecks().AddZooKeeperCoordination();
        // </snippet>

        Assert.IsTrue(builder.Services.Any(service => service.ServiceType == typeof(IHostedService)));
    }

    [TestMethod]
    public async Task DistributedLock_AsShown_IsTheAdapter()
    {
        var builder = Host.CreateApplicationBuilder();

        // <snippet distributed_lock>
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = "zk1:2181,zk2:2181,zk3:2181");
        builder.Services.AddSingleton(services => new ZooKeeperDistributedSynchronizationProvider(services.GetRequiredService<ZooKeeperClient>()));
        builder.Services.AddSingleton<IDistributedLockProvider>(services => services.GetRequiredService<ZooKeeperDistributedSynchronizationProvider>());
        // </snippet>

        await using var services = builder.Services.BuildServiceProvider();
        Assert.IsInstanceOfType<ZooKeeperDistributedSynchronizationProvider>(services.GetRequiredService<IDistributedLockProvider>());
    }
}

// <snippet factory>
internal sealed class Invoices(ZooKeeperCoordination coordination)
{
    private readonly ZooKeeperLock _numbering = coordination.CreateLock("/locks/invoices", options => options.Purpose = "numbering");

    public async Task NumberAsync(Func<long, Task> assign, CancellationToken cancellationToken)
    {
        await using var handle = await _numbering.AcquireAsync(cancellationToken);
        await assign(handle.Fence);
    }
}
// </snippet>

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
