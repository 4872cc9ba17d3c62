using Configuration.ZooKeeper.Reloading;
using Configuration.ZooKeeper.SnapshotFiles;
using Configuration.ZooKeeper.Tests.Validation;
using Configuration.ZooKeeper.Tests.SnapshotFiles;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Lifetime;

/// <summary>A source has one state, however often and by whichever provider it connects.</summary>
[TestClass]
public sealed class OneOwnerTests : IDisposable
{
    private const int ReloadedEvent = 2000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Checkpoint _checkpoint = new();

    public void Dispose() => _checkpoint.Dispose();

    [TestMethod]
    public async Task Reload_NotFollowingAndTwoAtATime_NewerIsPublishedLast()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load(options => options.ReloadOnChange = false);
        using var host = await ValidatedHost.StartAsync(configuration, shop => shop.Validate(HoldsSecond));

        await tree.SetAsync("Title", "two");
        var slow = Task.Run(configuration.Reload);
        _checkpoint.WaitUntilReached();
        await tree.SetAsync("Title", "three");
        var quick = Task.Run(configuration.Reload);
        await IsWaitingOrDone(quick);
        _checkpoint.Open();
        await Task.WhenAll(slow, quick).WaitAsync(Deadline);

        Assert.AreEqual("three", configuration["Title"]);
    }

    [TestMethod]
    public async Task Attach_EarlierFollowerIsInsideAGuard_ItPublishesNothingAnyMore()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var log = new RecordingLogging();
        var options = new ZooKeeperConfigurationOptions();
        tree.Options(options => options.Connection.LoggerFactory = log)(options);
        var source = new ZooKeeperConfigurationSource(options);
        var earlier = new ConfigurationRoot([source.Build(new ConfigurationBuilder())]);
        using var host = await ValidatedHost.StartAsync(earlier, shop => shop.Validate(HoldsSecond));

        await tree.SetAsync("Title", "two");
        _checkpoint.WaitUntilReached();
        earlier.Dispose();
        await tree.SetAsync("Title", "three");
        var loading = Task.Run(() => new ConfigurationRoot([source.Build(new ConfigurationBuilder())]));
        await IsWaitingOrDone(loading);
        _checkpoint.Open();
        using var later = await loading.WaitAsync(Deadline);

        Assert.AreEqual("three", later["Title"]);
        await tree.SetAsync("Title", "four");
        await Eventually.TrueAsync(() => later["Title"] == "four");
        Assert.HasCount(3, log.Of(ReloadedEvent), "two is published by nobody");
    }

    [TestMethod]
    public async Task Load_OptionsOfTheCaller_StayAsTheyAre()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var options = new ZooKeeperConfigurationOptions();
        tree.Options()(options);

        using var configuration = new ConfigurationRoot([new ZooKeeperConfigurationSource(options).Build(new ConfigurationBuilder())]);

        Assert.AreEqual("one", configuration["Title"]);
        Assert.AreSame(NullLoggerFactory.Instance, options.Connection.LoggerFactory);
    }

    [TestMethod]
    public async Task Dispose_ServerAndDiskDoNotAnswer_SaysThatTheNewestStateIsNotInTheFile()
    {
        using var folder = new SnapshotFolder();
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var log = new RecordingLogging();
        var configuration = tree.Load(options =>
        {
            options.ConnectionString = proxy.ConnectionString;
            options.SnapshotFile = folder.File;
            options.Connection.LoggerFactory = log;
        });
        await Eventually.TrueAsync(() => File.Exists(folder.File));
        var source = configuration.Providers.OfType<ZooKeeperConfigurationProvider>().Single().Source;
        source.SnapshotWriter!.Offer(1, NeverRead());
        _checkpoint.WaitUntilReached();
        proxy.BlackHole(ProxyDirection.ToClient);

        configuration.Dispose();

        Assert.HasCount(1, log.Of(SnapshotFolder.Abandoned));
    }

    [TestMethod]
    public void Restore_SavedConfiguration_IsKnownByItsZxid()
    {
        var status = new SharedSource(new ZooKeeperConfigurationOptions { ConnectionString = "127.0.0.1:1" }, ["/config"]).Status;

        status.OnRestored(new SavedConfiguration(77, DateTimeOffset.UnixEpoch, []));

        Assert.AreEqual(77, status.Read().LastZxid);
    }

    // A waiting task looks like one that has not started to wait. Half a second is enough for a wrong one to go on.
    private static Task<Task> IsWaitingOrDone(Task task) => Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System));

    private bool HoldsSecond(Shop shop)
    {
        if (shop.Title == "two")
        {
            _checkpoint.Pass();
        }

        return true;
    }

    private IEnumerable<KeyValuePair<string, string?>> NeverRead()
    {
        _checkpoint.Pass();
        yield break;
    }
}
