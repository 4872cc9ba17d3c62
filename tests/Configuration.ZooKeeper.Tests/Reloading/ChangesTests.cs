using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

[TestClass]
[TestCategory("EveryRelease")]
public sealed class ChangesTests
{
    [TestMethod]
    public async Task Set_ValueChanges_TokenFiresOnceWithNewValue()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        string? seen = null;
        using var reloads = new Reloads(configuration, () => seen = configuration["Title"]);

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => reloads.Count > 0);

        Assert.AreEqual("two", seen);
        Assert.AreEqual(1, reloads.Count);
        Assert.IsTrue(configuration.GetReloadToken().ActiveChangeCallbacks);
    }

    [TestMethod]
    public async Task Set_SectionToken_Fires()
    {
        await using var tree = await Subtree.CreateAsync(("Db/Timeout", "1"));
        using var configuration = tree.Load();
        using var reloads = new Reloads(configuration.GetSection("Db"));

        await tree.SetAsync("Db/Timeout", "2");

        await Eventually.TrueAsync(() => reloads.Count > 0);
    }

    [TestMethod]
    public async Task Create_NestedSectionLater_AppearsAndIsFollowed()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();

        await tree.SetAsync("Db/Primary/Host", "a");
        await Eventually.TrueAsync(() => configuration["Db:Primary:Host"] == "a");

        await tree.SetAsync("Db/Primary/Host", "b");
        await Eventually.TrueAsync(() => configuration["Db:Primary:Host"] == "b");

        await tree.SetAsync("Db/Primary/Options/Retry/Count", "3");
        await Eventually.TrueAsync(() => configuration["Db:Primary:Options:Retry:Count"] == "3");
    }

    [TestMethod]
    public async Task Delete_SomeKeys_DisappearAndOthersStay()
    {
        await using var tree = await Subtree.CreateAsync(("Db/Host", "a"), ("Db/Port", "1"), ("Title", "one"));
        using var configuration = tree.Load();

        await tree.DeleteAsync("Db/Host");
        await Eventually.TrueAsync(() => configuration["Db:Host"] is null);
        Assert.AreEqual("1", configuration["Db:Port"]);

        await tree.DeleteAsync("Db/Port");
        await tree.DeleteAsync("Db");
        await Eventually.TrueAsync(() => !configuration.GetSection("Db").Exists());
        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    public async Task CreateDelete_FourHundredQuickPairs_NeitherCrashNorWedge()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);

        var writes = new List<Task>();
        for (var pair = 0; pair < 400; pair++)
        {
            var path = tree.PathOf($"Quick{pair % 7}");
            writes.Add(tree.Client.CreateAsync(path, "x"u8.ToArray()));
            writes.Add(tree.Client.DeleteAsync(path));
        }

        await Task.WhenAll(writes);
        await tree.SetAsync("Title", "two");

        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        CollectionAssert.AreEqual(new[] { "Title" }, configuration.GetChildren().Select(section => section.Key).ToArray());
        Assert.IsNull(configuration.Status().LastError);
    }

    [TestMethod]
    public async Task Change_WhileLoading_IsNotLost()
    {
        const int Rounds = 20;
        for (var round = 0; round < Rounds; round++)
        {
            await using var tree = await Subtree.CreateAsync(("Title", "before"));
            var writing = Task.Run(async () =>
            {
                for (var write = 0; write < 10; write++)
                {
                    await tree.SetAsync("Title", $"{write}");
                }
            });

            using var configuration = tree.Load();
            await writing;
            await Eventually.TrueAsync(() => configuration["Title"] == "9");
        }
    }

    [TestMethod]
    public async Task Write_ThatChangesNoKey_IsNoReload()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "same"), ("Other", "1"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
        var seen = new List<string?>();
        using var reloads = new Reloads(configuration, () => seen.Add(configuration["Other"]));

        for (var write = 0; write < 20; write++)
        {
            await tree.SetAsync("Title", "same");
            await tree.SetAsync($"Folder/Empty{write}", (string?)null);
        }

        await tree.SetAsync("Other", "2");
        await Eventually.TrueAsync(() => reloads.Count > 0);

        CollectionAssert.AreEqual(new[] { "2" }, seen);
    }

    [TestMethod]
    public async Task Set_ThroughConfiguration_StaysInProcessUntilNextReload()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "of the ensemble"), ("Other", "1"));
        using var configuration = tree.Load();
        var before = (await tree.Client.GetDataAsync(tree.PathOf("Title"))).Stat;

        configuration["Title"] = "local";
        configuration["New:Key"] = "local";
        Assert.AreEqual("local", configuration["Title"]);
        Assert.AreEqual("local", configuration.GetSection("New")["Key"]);

        await tree.SetAsync("Other", "2");
        await Eventually.TrueAsync(() => configuration["Other"] == "2" && configuration["Title"] == "of the ensemble");
        Assert.IsFalse(configuration.GetSection("New").Exists());
        Assert.AreEqual(before, (await tree.Client.GetDataAsync(tree.PathOf("Title"))).Stat);
        Assert.IsNull(await tree.Client.ExistsAsync(tree.PathOf("New")));
    }
}
