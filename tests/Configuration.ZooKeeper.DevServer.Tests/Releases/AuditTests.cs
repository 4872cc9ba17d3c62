using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Releases;

/// <summary>An audit needs what the mirror's own reads use: multiRead.</summary>
[TestClass]
public sealed class AuditTests
{
    private const int MultiRead = 22;

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35, false)]
    [DataRow(ZooKeeperRelease.V38, true)]
    [DataRow(ZooKeeperRelease.V39, true)]
    public async Task AuditInterval_Passed_IsAuditedIfTheServerCan(ZooKeeperRelease release, bool isAudited)
    {
        var (time, interval) = (new ManualTime(), TimeSpan.FromSeconds(4));
        await using var server = await TestServers.StartDevServerAsync(release);
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        var loading = Task.Run(() => tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.AuditInterval = interval;
            options.Connection.TimeProvider = time;
        }));

        // The first connection to a server that is too old ends, and the next one is made after a pause.
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return loading.IsCompleted;
        });
        using var configuration = await loading;
        proxy.ResetCounters();

        for (var pass = 0; pass < 4; pass++)
        {
            time.Advance(interval);
            configuration.Reload();
        }

        Assert.AreEqual(isAudited, proxy.Requests.ContainsKey(MultiRead));
        Assert.AreEqual(0, configuration.Status().AuditRepairs);
        Assert.IsFalse(configuration.Status().IsStale);
    }
}
