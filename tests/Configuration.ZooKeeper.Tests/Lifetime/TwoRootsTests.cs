using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Lifetime;

/// <summary>Two configurations built of one source: they share the session and the state, and each tells its own listeners.</summary>
[TestClass]
public sealed class TwoRootsTests
{
    [TestMethod]
    public async Task Reload_OfOne_BothAnnounceTheChange()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var builder = new ConfigurationBuilder().AddZooKeeper(tree.Options());
        using var one = (ConfigurationRoot)builder.Build();
        using var other = (ConfigurationRoot)builder.Build();
        using var reloadsOfOne = new Reloads(one);
        using var reloadsOfOther = new Reloads(other);

        await tree.SetAsync("Title", "two");
        one.Reload();

        Assert.AreEqual("two", other["Title"]);
        await Eventually.TrueAsync(() => reloadsOfOne.Count > 0 && reloadsOfOther.Count > 0);
    }

    [TestMethod]
    public async Task Reload_OfOneWhileTheOtherIsBeingTold_OtherIsToldAgain()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var builder = new ConfigurationBuilder().AddZooKeeper(tree.Options());
        using var one = (ConfigurationRoot)builder.Build();
        using var other = (ConfigurationRoot)builder.Build();
        var told = new List<string?>();
        using var reloads = new Reloads(other, () =>
        {
            told.Add(other["Title"]);
            if (told.Count == 1)
            {
                tree.SetAsync("Title", "three").GetAwaiter().GetResult();
                one.Reload();
            }
        });

        await tree.SetAsync("Title", "two");

        await Eventually.TrueAsync(() => reloads.Count == 2);
        CollectionAssert.AreEqual(new[] { "two", "three" }, told);
    }
}
