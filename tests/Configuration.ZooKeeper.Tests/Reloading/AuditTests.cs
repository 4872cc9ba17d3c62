using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

/// <summary>A change without an event: it was made while the znode's ACL kept the application out.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class AuditTests
{
    private const int RepairEvent = 1204;
    private const int GetData = 4; // from servers without multiRead
    private const int MultiRead = 22;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    [TestMethod]
    public async Task AuditInterval_ChangeWithoutEvent_IsReloadedWithinItAndTold()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Other", "1"));
        var (time, log) = (new FakeTimeProvider(), new RecordingLogging());
        using var configuration = tree.Load(options =>
        {
            options.AuditInterval = Interval;
            options.Connection.TimeProvider = time;
            options.Connection.LoggerFactory = log;
        });
        using var reloads = new Reloads(configuration);
        await WriteUnseenAsync(tree, "Title", "s3cret-v4lue");
        configuration.Reload();
        Assert.AreEqual("one", configuration["Title"]);

        time.Advance(Interval);

        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10)); // MinReloadInterval
            return configuration["Title"] == "s3cret-v4lue";
        });
        Assert.AreEqual(1, configuration.Status().AuditRepairs);
        Assert.AreEqual(0, configuration.Status().AuditAclDifferences);
        Assert.AreEqual(1, Measured("configuration.zookeeper.audit.repairs", tree.Path));
        Assert.AreEqual(0, Measured("configuration.zookeeper.audit.acl_differences", tree.Path));
        Assert.Contains(tree.PathOf("Title"), log.Of(RepairEvent).Single().Text);
        Assert.IsFalse(log.Lines.Any(
            line => line.Text.Contains("s3cret-v4lue", StringComparison.Ordinal) || line.Values.Contains("s3cret-v4lue", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task AuditInterval_NotSet_ReadsNothingWithoutAReason(bool isSet)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        var time = new FakeTimeProvider();
        using var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.AuditInterval = isSet ? Interval : null;
            options.Connection.TimeProvider = time;
        });
        proxy.ResetCounters();

        for (var pass = 0; pass < 4; pass++)
        {
            time.Advance(Interval);
            configuration.Reload();
        }

        Assert.AreEqual(isSet, proxy.Requests.ContainsKey(MultiRead) || proxy.Requests.ContainsKey(GetData));
    }

    private static long Measured(string name, string paths)
    {
        var sum = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => sum += tags.Contains(new("configuration.zookeeper.paths", paths)) ? value : 0);
        listener.Start();
        listener.RecordObservableInstruments();
        return sum;
    }

    private static async Task WriteUnseenAsync(Subtree tree, string name, string value)
    {
        await using var owner = await ZooKeeperClient.ConnectAsync(SharedServer.ConnectionString);
        await owner.AddAuthAsync("digest", "owner:secret"u8.ToArray());
        await owner.SetAclAsync(tree.PathOf(name), [Acl.Digest(Permissions.All, "owner", "secret")]);
        await owner.SetDataAsync(tree.PathOf(name), System.Text.Encoding.UTF8.GetBytes(value));
        await owner.SetAclAsync(tree.PathOf(name), Acl.Open);
    }
}
