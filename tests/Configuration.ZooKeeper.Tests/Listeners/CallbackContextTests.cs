using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Listeners;

[TestClass]
public sealed class CallbackContextTests
{
    private static readonly AsyncLocal<string?> Ambient = new();

    [TestMethod]
    public async Task Change_Callback_DoesNotCarryContextOfWhoLoaded()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        Ambient.Value = "of the one who loaded";
        using var configuration = tree.Load();
        Ambient.Value = "of the one who listens";
        string? seen = "nothing seen";
        using var reloads = new Reloads(configuration, () => seen = Ambient.Value);

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => reloads.Count > 0);
        Assert.IsNull(seen);
    }

    [TestMethod]
    public async Task Reload_ByAnotherRoot_DoesNotCarryItsContext()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var builder = new ConfigurationBuilder().AddZooKeeper(tree.Options());
        using var one = (ConfigurationRoot)builder.Build();
        using var other = (ConfigurationRoot)builder.Build();
        string? seen = "nothing seen";
        using var reloads = new Reloads(other, () => seen = Ambient.Value);

        await tree.SetAsync("Title", "two");
        Ambient.Value = "of the one who reloads";
        one.Reload();

        await Eventually.TrueAsync(() => reloads.Count > 0);
        Assert.IsNull(seen);
    }
}
