using Microsoft.Extensions.Time.Testing;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Releases;

/// <summary>An audit reads as the mirror itself does: by multiRead, or znode by znode.</summary>
[TestClass]
public sealed class AuditTests
{
    private const int GetData = 4;
    private const int MultiRead = 22;

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35, GetData)]
    [DataRow(ZooKeeperRelease.V38, MultiRead)]
    [DataRow(ZooKeeperRelease.V39, MultiRead)]
    public async Task AuditInterval_Passed_IsAudited(ZooKeeperRelease release, int operation)
    {
        var (time, interval) = (new FakeTimeProvider(), TimeSpan.FromSeconds(4));
        await using var server = await TestServers.StartDevServerAsync(release);
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.AuditInterval = interval;
            options.Connection.TimeProvider = time;
        });
        proxy.ResetCounters();

        for (var pass = 0; pass < 4; pass++)
        {
            time.Advance(interval);
            configuration.Reload();
        }

        Assert.IsTrue(proxy.Requests.ContainsKey(operation));
        Assert.AreEqual(0, configuration.Status().AuditRepairs);
        Assert.IsFalse(configuration.Status().IsStale);
    }
}
