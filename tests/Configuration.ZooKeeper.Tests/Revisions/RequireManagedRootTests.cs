using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Revisions;

/// <summary>A source that requires a history rejects trees without one, and needs no permission for it.</summary>
[TestClass]
public sealed class RequireManagedRootTests
{
    [TestMethod]
    public async Task Start_WithoutAHistory_FailsAndSaysHowToBeginOne()
    {
        await using var tree = await Subtree.CreateAsync(("A", "1"));

        var error = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options => options.RequireManagedRoot = true));

        Assert.Contains($"the path '{tree.Path}' is not managed", error.Message);
        Assert.Contains($"configzk init {tree.Path}", error.Message);
    }

    [TestMethod]
    public async Task Start_HistoryThatIsNotReadable_Loads()
    {
        await using var tree = await Subtree.CreateAsync(("A", "1"));
        var history = $"/configzk/history/{tree.Path[1..]}";
        await tree.Client.CreateWithParentsAsync(history);
        await tree.Client.CreateAsync($"{history}/head", "{}"u8.ToArray(), acl: [Acl.Digest(Permissions.All, "operator", "pw")]);

        using var configuration = tree.Load(options => options.RequireManagedRoot = true);
        Assert.AreEqual("1", configuration["A"]);
        await tree.SetAsync("A", "2");
        await Eventually.TrueAsync(() => configuration["A"] == "2");
        Assert.IsNull(configuration.Status().RejectedReload);
    }

    [TestMethod]
    public async Task Start_EverythingIsOneManagedRoot_Loads()
    {
        await using var tree = await Subtree.CreateAsync(("A", "1"));
        await tree.Client.CreateWithParentsAsync($"{tree.Path}-control/history/:/head");

        using var configuration = tree.Load(options => (options.ControlPath, options.RequireManagedRoot) = ($"{tree.Path}-control", true));

        Assert.AreEqual("1", configuration["A"]);
    }

    [TestMethod]
    public async Task Start_PathIsTheRootOfTheConnection_LoadsWithoutTheHistory()
    {
        await using var tree = await Subtree.CreateAsync(("A", "1"));
        await tree.Client.CreateWithParentsAsync($"{tree.Path}/configzk/history/:/head", "{}"u8.ToArray());

        using var configuration = tree.Load(options =>
        {
            options.ConnectionString += tree.Path;
            options.Paths.Clear();
            options.Paths.Add("/");
            options.RequireManagedRoot = true;
        });

        Assert.AreEqual("1", configuration["A"]);
        Assert.IsEmpty(configuration.GetSection("configzk").GetChildren());
    }

    [TestMethod]
    public async Task Reload_LayerThatAppearsWithoutAHistory_IsRejectedUntilItHasOne()
    {
        await using var tree = await Subtree.CreateAsync(("base/A", "1"));
        var control = $"{tree.Path}-control";
        await tree.Client.CreateWithParentsAsync($"{control}/history/{tree.Path[1..]}:base/head");
        using var configuration = tree.Load(options =>
        {
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("base"));
            options.Paths.Add(tree.PathOf("night"));
            options.ControlPath = control;
            options.RequireManagedRoot = true;
        });
        Assert.AreEqual("1", configuration["A"]);

        await tree.SetAsync("night/A", "2");
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload?.Cause == ZooKeeperRejectionCause.NotManaged);
        Assert.Contains($"'{tree.PathOf("night")}' is not managed", configuration.Status().RejectedReload!.Reason);
        Assert.AreEqual("1", configuration["A"]);

        await tree.Client.CreateWithParentsAsync($"{control}/history/{tree.Path[1..]}:night/head");
        await Eventually.TrueAsync(() => configuration["A"] == "2");
    }

    [TestMethod]
    public async Task Import_OfTheRootAboveThePath_RejectsReloads()
    {
        await using var tree = await Subtree.CreateAsync(("Db/A", "1"));
        var control = $"{tree.Path}-control";
        await tree.Client.CreateWithParentsAsync($"{control}/history/{tree.Path[1..]}/head");
        using var configuration = tree.Load(options =>
        {
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("Db"));
            options.ControlPath = control;
            options.RequireManagedRoot = true;
        });

        await tree.SetAsync(".configzk-import", """{ "by": "alice", "done": 0, "batches": 2 }""");
        await tree.SetAsync("Db/A", "2");
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload?.Reason == "An import by alice, 0 of 2, is under way.");
        Assert.AreEqual("1", configuration["A"]);

        await tree.DeleteAsync(".configzk-import");
        await Eventually.TrueAsync(() => configuration["A"] == "2");
    }
}
