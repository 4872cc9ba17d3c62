using Configuration.ZooKeeper.Reloading;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>What is written when a configuration closes, or a host does not start.</summary>
[TestClass]
public sealed class ClosedConfigurationTests : IDisposable
{
    private const int ReloadedEvent = 2000;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly SnapshotFolder _folder = new();
    private readonly SnapshotApplication _application;

    public ClosedConfigurationTests() => _application = new SnapshotApplication(_folder);

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public async Task Load_HostDoesNotStart_FileIsNotWritten()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));

        using (_application.Build(Way.HostBuilder, tree, SharedServer.ConnectionString, isReloadValidated: true))
        {
            Assert.IsEmpty(_folder.FileNames);
        }

        Assert.IsEmpty(_folder.FileNames);
    }

    [TestMethod]
    public async Task Load_ManagerWithoutAHost_WritesWhenClosedOrAfterAMinute()
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));
        using (var manager = new ConfigurationManager())
        {
            manager.AddZooKeeper(tree.Options(options => options.SnapshotFile = _folder.File));
            Assert.IsEmpty(_folder.FileNames);
        }

        await _application.WrittenAsync("5");
        await tree.SetAsync("One/V", "6");
        var time = new ManualTime();
        using var other = new ConfigurationManager();
        other.AddZooKeeper(tree.Options(options =>
        {
            options.SnapshotFile = _folder.File;
            options.ReloadOnChange = false;
            options.Connection.TimeProvider = time;
        }));
        Assert.AreEqual("5", _application.Written());

        time.Advance(FirstConfiguration.Patience);

        await _application.WrittenAsync("6");
    }

    // The state is already being put in effect when the configuration is disposed. No host has validated it.
    [TestMethod]
    [DataRow(Way.HostBuilder)]
    [DataRow(Way.Configuration)]
    public async Task Dispose_WhileAStateIsPutInEffect_LeavesTheFile(Way way)
    {
        await using var tree = await Subtree.CreateAsync(("One/V", "5"));
        using var log = new BlockingLogging(ReloadedEvent);
        var host = _application.Build(way, tree, SharedServer.ConnectionString, isReloadValidated: true, log);
        var source = ((IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>()).Providers.OfType<ZooKeeperConfigurationProvider>().Single().Source;
        log.Block();
        await tree.SetAsync("One/V", "99");
        await log.IsReached.WaitAsync(Deadline);

        host.Dispose();
        Assert.IsTrue(source.Providers.IsEmpty);
        log.Go();

        await Eventually.TrueAsync(() => source.State.Current.TryGet("One:V", out var value) && value == "99");
        source.SnapshotWriter!.Flush(Deadline);
        Assert.AreEqual(way == Way.Configuration ? "5" : null, _application.Written(), "what a program without a host has loaded is written when it closes");
    }
}
