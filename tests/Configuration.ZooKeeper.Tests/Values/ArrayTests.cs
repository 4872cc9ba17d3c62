using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Values;

/// <summary>Arrays are sections with numbers as names.</summary>
[TestClass]
public sealed class ArrayTests
{
    [TestMethod]
    public async Task Load_MoreThanTenItems_AreInTheOrderOfTheirNumbers()
    {
        string?[] items = [.. Enumerable.Range(0, 12).Select(number => $"item {number}")];
        await using var tree = await Subtree.CreateAsync([.. items.Select((item, index) => ($"Hosts/{index}", item))]);
        await tree.SetAsync("Ports.json", $"[{string.Join(',', Enumerable.Range(100, 12))}]");
        using var configuration = tree.Load();

        CollectionAssert.AreEqual(items, configuration.GetSection("Hosts").Get<string[]>());
        CollectionAssert.AreEqual(Enumerable.Range(100, 12).ToArray(), configuration.GetSection("Ports").Get<int[]>());
    }

    [TestMethod]
    public async Task Load_ArraysOfTwoLayers_MergeByIndexAndAnEmptyOneClearsNothing()
    {
        await using var tree = await Subtree.CreateAsync(
            ("common/Hosts.json", """["a", "b", "c"]"""), ("common/Ports.json", "[1, 2]"), ("app/Hosts.json", """["x"]"""), ("app/Ports.json", "[]"));
        using var configuration = tree.Load(options =>
        {
            options.Paths.Clear();
            options.Paths.Add(tree.PathOf("common"));
            options.Paths.Add(tree.PathOf("app"));
        });

        CollectionAssert.AreEqual(new[] { "x", "b", "c" }, configuration.GetSection("Hosts").Get<string[]>());
        CollectionAssert.AreEqual(new[] { 1, 2 }, configuration.GetSection("Ports").Get<int[]>());
    }

    [TestMethod]
    public async Task Set_ArrayBecomesShorter_LosesItsLastItems()
    {
        await using var tree = await Subtree.CreateAsync(("Hosts.json", """["a", "b", "c"]"""));
        using var configuration = tree.Load();

        await tree.SetAsync("Hosts.json", """["x"]""");
        await Eventually.TrueAsync(() => configuration["Hosts:0"] == "x");

        CollectionAssert.AreEqual(new[] { "x" }, configuration.GetSection("Hosts").Get<string[]>());
    }
}
