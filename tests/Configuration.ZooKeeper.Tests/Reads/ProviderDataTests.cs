using System.Reflection;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reads;

/// <summary>The data of the base class, which libraries read by reflection, shows the configuration in effect.</summary>
[TestClass]
public sealed class ProviderDataTests
{
    [TestMethod]
    public async Task Data_OfAProvider_IsTheConfigurationInEffect()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("Db/Timeout", "30"), ("Null.json", """{ "a": null }"""));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
        var before = DataOf(configuration);
        CollectionAssert.AreEquivalent(new[] { "Title=one", "Db:Timeout=30", "Null:a=" }, Text(before));
        Assert.HasCount(before.Count, before.Keys);
        Assert.IsTrue(before.TryGetValue("TITLE", out var title));
        Assert.AreEqual("one", title);
        Assert.IsTrue(before.Contains(KeyValuePair.Create("db:timeout", (string?)"30")));
        Assert.ThrowsExactly<KeyNotFoundException>(() => before["none"]);
        Assert.IsTrue(before.IsReadOnly);
        Assert.ThrowsExactly<NotSupportedException>(() => before["Title"] = "x");
        Assert.ThrowsExactly<NotSupportedException>(before.Clear);

        using var enumerator = before.GetEnumerator();
        Assert.IsTrue(enumerator.MoveNext());
        string[]? seenByListener = null;
        using var reloads = new Reloads(configuration, () => seenByListener = Text(DataOf(configuration)));
        await tree.SetAsync("Title", "two");
        await tree.DeleteAsync("Null.json");
        await Eventually.TrueAsync(() => seenByListener?.Length == 2);

        CollectionAssert.AreEquivalent(new[] { "Title=two", "Db:Timeout=30" }, seenByListener);
        Assert.IsTrue(enumerator.MoveNext() && enumerator.MoveNext() && !enumerator.MoveNext(), "the old one can be enumerated to its end");
        CollectionAssert.AreEquivalent(new[] { "Title=one", "Db:Timeout=30", "Null:a=" }, Text(before));
    }

    [TestMethod]
    public async Task Data_WithValuesSet_ContainsThemUntilTheNextReload()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);

        configuration["title"] = "set";
        configuration["New"] = "1";

        CollectionAssert.AreEquivalent(new[] { "title=set", "New=1" }, Text(DataOf(configuration)));
        Assert.HasCount(2, DataOf(configuration));
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => DataOf(configuration).Count == 1);
        CollectionAssert.AreEquivalent(new[] { "Title=two" }, Text(DataOf(configuration)));
        configuration["Title"] = "set";
        configuration.Reload();
        CollectionAssert.AreEquivalent(new[] { "Title=two" }, Text(DataOf(configuration)));
    }

    private static IDictionary<string, string?> DataOf(ConfigurationRoot configuration) =>
        (IDictionary<string, string?>)typeof(ConfigurationProvider).GetProperty("Data", BindingFlags.NonPublic | BindingFlags.Instance)!
            .GetValue((ConfigurationProvider)configuration.Providers.Single())!;

    private static string[] Text(IDictionary<string, string?> data) => [.. data.Select(pair => $"{pair.Key}={pair.Value}")];
}
