using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Tests.Values;

/// <summary>A path ends where its last name ends: <c>/app</c> has nothing of <c>/apple</c>, even if both are layers of one source.</summary>
[TestClass]
public sealed class BoundaryTests
{
    private static readonly string[] Names = ["app", "app-2", "app.json", "app@Test", "apple"];

    [TestMethod]
    public async Task Load_LayersThatBeginAlike_AddNoKeyToEachOther()
    {
        await using var tree = await Subtree.CreateAsync(
            [.. Names.Select(name => name.EndsWith(".json", StringComparison.Ordinal)
                ? (name, $$"""{ "Title": "{{name}}" }""")
                : ($"{name}/Title", (string?)name))]);
        foreach (var last in Names)
        {
            using var configuration = tree.Load(options =>
            {
                options.Paths.Clear();
                Array.ForEach([.. Names.Where(name => name != last), last], name => options.Paths.Add(tree.PathOf(name)));
            });

            CollectionAssert.AreEqual(new[] { KeyValuePair.Create("Title", (string?)last) }, configuration.AsEnumerable().ToArray());
        }
    }
}
