using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Values;

/// <summary>No data, empty data and a byte order mark alone, as values come and go.</summary>
[TestClass]
public sealed class NullAndEmptyTests
{
    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    [TestMethod]
    public async Task Set_ValueToNullAndBack_TakesTheKeyAwayAndBringsItBack()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Other", "1"));
        using var configuration = tree.Load();

        await tree.SetAsync("Title", (string?)null);
        await Eventually.TrueAsync(() => configuration["Title"] is null);
        Assert.IsFalse(configuration.GetSection("Title").Exists());

        await tree.SetAsync("Title", "");
        await Eventually.TrueAsync(() => configuration["Title"] is "");

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
        Assert.AreEqual("1", configuration["Other"]);
    }

    [TestMethod]
    public async Task Create_ChildOfAnEmptyLeaf_TakesItsKeyAway()
    {
        await using var tree = await Subtree.CreateAsync(("Folder", ""));
        using var configuration = tree.Load();
        Assert.AreEqual("", configuration["Folder"]);

        await tree.SetAsync("Folder/Inside", "1");

        await Eventually.TrueAsync(() => configuration["Folder:Inside"] == "1");
        Assert.IsFalse(configuration.Providers.Single().TryGet("Folder", out _));
    }

    [TestMethod]
    public async Task Load_ByteOrderMark_IsNoPartOfValueOrDocument()
    {
        await using var tree = await Subtree.CreateAsync();
        await tree.SetAsync("Title", [.. Mark, .. "one"u8]);
        await tree.SetAsync("Alone", Mark);
        await tree.SetAsync("Db.json", [.. Mark, .. """{ "Timeout": 30 }"""u8]);
        using var configuration = tree.Load();

        Assert.AreEqual("one", configuration["Title"]);
        Assert.AreEqual("", configuration["Alone"]);
        Assert.AreEqual("30", configuration["Db:Timeout"]);
    }
}
