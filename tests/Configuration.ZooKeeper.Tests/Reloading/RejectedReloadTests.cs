using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

/// <summary>A state that cannot be meant is held back as a whole; the last good one stays until the next good one.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class RejectedReloadTests
{
    private const int RejectedEvent = 2002;

    private static readonly byte[] Malformed = [0x61, 0xFF];

    [TestMethod]
    public async Task Set_MalformedValue_HoldsBackWholeStateUntilHealed()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Other", "1"));
        var log = new RecordingLogging();
        using var configuration = tree.Load(options => options.Connection.LoggerFactory = log);
        using var reloads = new Reloads(configuration);
        var bad = new Multi().SetData(tree.PathOf("Title"), Malformed).SetData(tree.PathOf("Other"), "2"u8.ToArray());

        var zxid = (await tree.Client.MultiAsync(bad))[0].Stat!.Value.Mzxid;
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
        await tree.SetAsync("Other", "3");

        Assert.AreEqual("one", configuration["Title"]);
        Assert.AreEqual("1", configuration["Other"]);
        Assert.AreEqual(0, reloads.Count);
        Assert.Contains($"'{tree.PathOf("Title")}' is not UTF-8", configuration.Status().RejectedReload!.Reason);
        Assert.IsLessThan(zxid, configuration.Status().LastZxid);

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => reloads.Count > 0);
        Assert.AreEqual("two", configuration["Title"]);
        Assert.AreEqual("3", configuration["Other"]);
        Assert.IsNull(configuration.Status().RejectedReload);
        Assert.IsGreaterThan(zxid, configuration.Status().LastZxid);
        Assert.HasCount(1, log.Of(RejectedEvent));
    }

    [TestMethod]
    public async Task Set_MalformedValueIsDeleted_Heals()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();

        await tree.SetAsync("Logo", Malformed);
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
        await tree.DeleteAsync("Logo");

        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is null);
        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task Reload_MalformedValue_IsRejectedToo()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();

        await tree.SetAsync("Title", Malformed);
        configuration.Reload();

        Assert.AreEqual("one", configuration["Title"]);
        Assert.IsNotNull(configuration.Status().RejectedReload);
    }

    [TestMethod]
    public async Task Delete_AllRootsOfRequiredSource_KeepsLastGood()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        using var reloads = new Reloads(configuration);

        await tree.Client.MultiAsync(new Multi().Delete(tree.PathOf("Title")).Delete(tree.Path));
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
        Assert.AreEqual("one", configuration["Title"]);
        Assert.AreEqual(0, reloads.Count);

        await tree.Client.MultiAsync(new Multi().Create(tree.Path, null).Create(tree.PathOf("Title"), "two"u8.ToArray()));
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        Assert.IsNull(configuration.Status().RejectedReload);
    }

    [TestMethod]
    public async Task Delete_OneOfTwoRoots_Propagates()
    {
        await using var tree = await Subtree.CreateAsync(("common/Title", "common"), ("app/Title", "app"));
        using var configuration = tree.Load(options =>
        {
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("common"));
            options.Paths.Add(tree.PathOf("app"));
        });

        await tree.Client.MultiAsync(new Multi().Delete(tree.PathOf("app/Title")).Delete(tree.PathOf("app")));

        await Eventually.TrueAsync(() => configuration["Title"] == "common");
        Assert.IsNull(configuration.Status().RejectedReload);
    }

    [TestMethod]
    public async Task Delete_RootOfOptionalSource_Propagates()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load(options => options.Optional = true);

        await tree.Client.MultiAsync(new Multi().Delete(tree.PathOf("Title")).Delete(tree.Path));

        await Eventually.TrueAsync(() => configuration["Title"] is null);
        Assert.IsNull(configuration.Status().RejectedReload);
    }
}
