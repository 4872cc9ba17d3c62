using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>So many znodes that they are mapped in pieces, by two threads.</summary>
[TestClass]
public sealed class ManyZnodesTests
{
    private const int Count = 3_000;

    private static readonly string[] Names = [.. Enumerable.Range(0, Count).Select(number => $"key-{number}")];

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Load_ManyZnodes_MakesAKeyOfEachAndAsksMapKeyOneAtATime()
    {
        await using var tree = await CreateAsync();
        var (inside, overlaps, asked) = (0, 0, 0);
        using var configuration = tree.Load(options => options.MapKey = path =>
        {
            asked++; // lost, if two were to count at once
            overlaps += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
            Thread.SpinWait(2_000); // long enough to be met inside
            Interlocked.Decrement(ref inside);
            return path;
        });

        CollectionAssert.AreEquivalent(Names.Append("Title").ToArray(), configuration.GetChildren().Select(section => section.Key).ToArray());
        Assert.IsTrue(Array.TrueForAll(Names, name => configuration[name] == "first"));
        Assert.AreEqual((0, Names.Length + 1), (overlaps, asked));
    }

    [TestMethod]
    public async Task Set_OneOfManyIsMalformed_AllAreRejectedUntilItIsMended()
    {
        await using var tree = await CreateAsync();
        using var configuration = tree.Load();
        var bad = Names[Random.Shared.Next(Count)];
        TestContext.WriteLine($"malformed: {bad}");

        var multi = new Multi();
        Array.ForEach(Names, name => multi.SetData(tree.PathOf(name), name == bad ? [0xFF] : "second"u8.ToArray()));
        await tree.Client.MultiAsync(multi);
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);

        Assert.Contains($"'{tree.PathOf(bad)}' is not UTF-8", configuration.Status().RejectedReload!.Reason);
        Assert.IsTrue(Array.TrueForAll(Names, name => configuration[name] == "first"));

        await tree.SetAsync(bad, "second");
        await Eventually.TrueAsync(() => configuration[bad] == "second");
        Assert.IsTrue(Array.TrueForAll(Names, name => configuration[name] == "second"));
        Assert.IsNull(configuration.Status().RejectedReload);
        Assert.HasCount(Count, configuration.Status().ChangedKeys);
    }

    private static async Task<Subtree> CreateAsync()
    {
        var tree = await Subtree.CreateAsync(("Title", "one"));
        var multi = new Multi();
        Array.ForEach(Names, name => multi.Create(tree.PathOf(name), "first"u8.ToArray()));
        await tree.Client.MultiAsync(multi);
        return tree;
    }
}
