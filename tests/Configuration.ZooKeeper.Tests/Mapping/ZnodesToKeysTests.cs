using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

[TestClass]
public sealed class ZnodesToKeysTests
{
    [TestMethod]
    public async Task Load_NestedZnodes_BecomeSections()
    {
        await using var tree = await Subtree.CreateAsync(("Db/Timeout", "30"), ("Db/Replicas/0", "one"), ("Db/Replicas/1", "two"), ("Title", "Shop"));
        using var configuration = tree.Load();

        Assert.AreEqual("30", configuration["Db:Timeout"]);
        Assert.AreEqual("Shop", configuration["Title"]);
        CollectionAssert.AreEqual(new[] { "one", "two" }, configuration.GetSection("Db:Replicas").Get<string[]>());
        CollectionAssert.AreEqual(new[] { "Db", "Title" }, configuration.GetChildren().Select(section => section.Key).ToArray());
    }

    [TestMethod]
    public async Task Get_AnyCase_FindsValue()
    {
        await using var tree = await Subtree.CreateAsync(("Db/TimeOut", "30"));
        using var configuration = tree.Load();

        Assert.AreEqual("30", configuration["db:timeout"]);
        Assert.AreEqual("30", configuration.GetSection("DB")["TIMEOUT"]);
    }

    [TestMethod]
    public async Task Load_ZnodeWithDataAndChildren_IsValueAndSection()
    {
        await using var tree = await Subtree.CreateAsync(("Level", "Info"), ("Level/Microsoft", "Warning"));
        using var configuration = tree.Load();

        Assert.AreEqual("Info", configuration["Level"]);
        Assert.AreEqual("Warning", configuration["Level:Microsoft"]);
    }

    [TestMethod]
    public async Task Load_NullData_MakesNoKey()
    {
        await using var tree = await Subtree.CreateAsync(("Nothing", null), ("Folder", null), ("Folder/Inside", "1"));
        using var configuration = tree.Load();

        CollectionAssert.AreEqual(
            new[] { KeyValuePair.Create("Folder", (string?)null), KeyValuePair.Create("Folder:Inside", (string?)"1") },
            configuration.AsEnumerable().Order(ByKey).ToArray());
    }

    [TestMethod]
    public async Task Load_EmptyData_IsEmptyStringOnLeafAndNoKeyOnFolder()
    {
        await using var tree = await Subtree.CreateAsync(("Leaf", ""), ("Folder", ""), ("Folder/Inside", "1"));
        using var configuration = tree.Load();
        var provider = configuration.Providers.Single();

        Assert.AreEqual("", configuration["Leaf"]);
        Assert.IsFalse(provider.TryGet("Folder", out _));
        Assert.IsTrue(provider.TryGet("Folder:Inside", out _));
    }

    [TestMethod]
    public async Task Delete_LastChildOfAnEmptyFolder_LeavesNoKey()
    {
        await using var tree = await Subtree.CreateAsync(("Folder", ""), ("Folder/Inside", "1"));
        using var configuration = tree.Load();

        await tree.DeleteAsync("Folder/Inside");

        await Eventually.TrueAsync(() => configuration["Folder:Inside"] is null);
        using var loaded = tree.Load();
        Assert.IsFalse(configuration.Providers.Single().TryGet("Folder", out _));
        Assert.IsFalse(loaded.Providers.Single().TryGet("Folder", out _));
    }

    [TestMethod]
    public async Task Create_ChildThatIsDeletedAtOnce_MakesAnEmptyLeafAFolder()
    {
        await using var tree = await Subtree.CreateAsync(("Leaf", ""), ("marker", "0"));
        using var configuration = tree.Load();
        Assert.AreEqual("", configuration["Leaf"]);

        await tree.Client.MultiAsync(new Multi()
            .Create(tree.PathOf("Leaf/Inside"), "1"u8.ToArray())
            .Delete(tree.PathOf("Leaf/Inside"))
            .SetData(tree.PathOf("marker"), "1"u8.ToArray()));

        await Eventually.TrueAsync(() => configuration["marker"] == "1");
        Assert.IsFalse(configuration.Providers.Single().TryGet("Leaf", out _));
        using var loaded = tree.Load();
        Assert.IsFalse(loaded.Providers.Single().TryGet("Leaf", out _));
    }

    [TestMethod]
    public async Task Load_DataOfRoot_IsNoKey()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "Shop"));
        await tree.Client.SetDataAsync(tree.Path, "ignored"u8.ToArray());
        using var configuration = tree.Load();

        CollectionAssert.AreEqual(new[] { "Title" }, configuration.AsEnumerable().Select(pair => pair.Key).ToArray());
    }

    [TestMethod]
    public async Task Load_DoubleUnderscore_IsLiteral()
    {
        await using var tree = await Subtree.CreateAsync(("Db__Timeout", "30"));
        using var configuration = tree.Load();

        Assert.AreEqual("30", configuration["Db__Timeout"]);
        Assert.IsNull(configuration["Db:Timeout"]);
    }

    [TestMethod]
    public async Task Load_PathWithSamePrefix_IsNotIncluded()
    {
        await using var tree = await Subtree.CreateAsync(("app/Title", "mine"), ("apple/Title", "other"), ("apple/Extra", "other"));
        using var configuration = tree.Load(options => UsePath(options, tree.PathOf("app")));

        await tree.SetAsync("apple/Title", "changed");
        await tree.SetAsync("apple/New", "other");
        await tree.SetAsync("app/Title", "changed");
        await Eventually.TrueAsync(() => configuration["Title"] == "changed");

        CollectionAssert.AreEqual(new[] { "Title" }, configuration.Status().ChangedKeys.ToArray());
        CollectionAssert.AreEqual(new[] { KeyValuePair.Create("Title", (string?)"changed") }, configuration.AsEnumerable().ToArray());
    }

    [TestMethod]
    public async Task Load_Chroot_PathIsBelowIt()
    {
        await using var tree = await Subtree.CreateAsync(("inner/Title", "Shop"));
        using var configuration = tree.Load(options =>
        {
            options.ConnectionString += tree.Path;
            UsePath(options, "/inner");
        });

        Assert.AreEqual("Shop", configuration["Title"]);
        await tree.SetAsync("inner/Title", "Shop 2");
        await Eventually.TrueAsync(() => configuration["Title"] == "Shop 2");
    }

    private static IComparer<KeyValuePair<string, string?>> ByKey { get; } =
        Comparer<KeyValuePair<string, string?>>.Create((one, other) => string.CompareOrdinal(one.Key, other.Key));

    private static void UsePath(ZooKeeperConfigurationOptions options, string path)
    {
        options.Paths.Clear();
        options.Paths.Add(path);
    }
}
