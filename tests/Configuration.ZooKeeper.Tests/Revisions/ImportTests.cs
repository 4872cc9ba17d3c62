using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Revisions;

/// <summary>While a tool changes the configuration in several transactions, nothing is published; then all of it is one reload.</summary>
[TestClass]
public sealed class ImportTests
{
    private const string Marker = ".configzk-import";

    [TestMethod]
    public async Task Import_SeveralTransactions_AreOneReload()
    {
        await using var tree = await Subtree.CreateAsync(("A", "1"), ("B", "1"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
        var seen = new List<string>();
        using var reloads = new Reloads(configuration, () => seen.Add($"{configuration["A"]}{configuration["B"]}"));

        await tree.SetAsync(Marker, """{ "by": "alice", "done": 0, "batches": 2 }""");
        await tree.Client.MultiAsync(new Multi().SetData(tree.PathOf("A"), "2"u8.ToArray()).SetData(tree.PathOf(Marker), """{ "by": "alice", "done": 1, "batches": 2 }"""u8.ToArray()));
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload?.Reason == "An import by alice, 1 of 2, is under way.");
        Assert.AreEqual(ZooKeeperRejectionCause.ImportUnderWay, configuration.Status().RejectedReload!.Cause);
        Assert.AreEqual("1", configuration["A"]);
        await tree.Client.MultiAsync(new Multi().SetData(tree.PathOf("B"), "2"u8.ToArray()).Delete(tree.PathOf(Marker)));

        await Eventually.TrueAsync(() => reloads.Count > 0); // listeners are told after the keys are published
        Assert.AreEqual("22", string.Join(' ', seen));
        Assert.IsNull(configuration.Status().RejectedReload);
        Assert.IsNull(configuration[Marker]);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("not JSON")]
    [DataRow("""{ "by": 5 }""")]
    [DataRow("null")]
    public async Task Import_MarkerOfANewerTool_StillRejects(string data)
    {
        await using var tree = await Subtree.CreateAsync(("A", "1"));
        using var configuration = tree.Load();

        await tree.SetAsync(Marker, data);
        await tree.SetAsync("A", "2");

        await Eventually.TrueAsync(() => configuration.Status().RejectedReload?.Reason == "An import is under way.");
        Assert.AreEqual("1", configuration["A"]);
    }

    [TestMethod]
    public async Task Start_ImportEndsInTime_LoadsAllOfIt()
    {
        await using var tree = await Subtree.CreateAsync(("A", "1"), (Marker, """{ "by": "alice", "done": 1, "batches": 2 }"""));
        var loading = Task.Run(() => tree.Load(options => options.StartupTimeout = TimeSpan.FromMinutes(1)));
        await tree.Client.MultiAsync(new Multi().SetData(tree.PathOf("A"), "2"u8.ToArray()).Delete(tree.PathOf(Marker)));

        using var configuration = await loading;
        Assert.AreEqual("2", configuration["A"]);
    }

    [TestMethod]
    public async Task Start_ImportDoesNotEnd_FailsAndSaysWhoImports()
    {
        await using var tree = await Subtree.CreateAsync(("A", "1"), (Marker, """{ "by": "alice", "done": 1, "batches": 2 }"""));

        var error = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options => options.StartupTimeout = TimeSpan.FromMilliseconds(500)));

        Assert.Contains("an import by alice, 1 of 2, is under way, and did not end in time", error.Message);
    }

    [TestMethod]
    public async Task Start_ImportDoesNotEndAndThereIsASnapshotFile_StartsFromTheFile()
    {
        await using var tree = await Subtree.CreateAsync(("A", "1"));
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            using (tree.Load(options => options.SnapshotFile = file))
            {
                await Eventually.TrueAsync(() => File.Exists(file));
            }

            await tree.SetAsync("A", "2");
            await tree.SetAsync(Marker, """{ "by": "alice", "done": 1, "batches": 2 }""");
            using var configuration = tree.Load(options => (options.SnapshotFile, options.StartupTimeout) = (file, TimeSpan.FromMilliseconds(500)));

            Assert.AreEqual("1", configuration["A"]);
            Assert.AreEqual(ZooKeeperRejectionCause.ImportUnderWay, configuration.Status().RejectedReload?.Cause);
            await tree.DeleteAsync(Marker);
            await Eventually.TrueAsync(() => configuration["A"] == "2");
        }
        finally
        {
            File.Delete(file);
        }
    }
}
