using System.Net;
using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>Writing while the ensemble is away.</summary>
[TestClass]
public sealed class OutageTests
{
    [TestMethod]
    public async Task Put_EnsembleAway_SaysSoAndWritesNothingLater()
    {
        await using var tree = await ShopTree.CreateAsync(("/config", null), ("/config/shop", null), ("/config/shop/Kept", "kept"));
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var shop = await ShopProcess.StartAsync(
            $"{proxy.ConnectionString}{tree.Chroot}", "--environment=Development", "--ZooKeeper:AllowWrites=true");
        Assert.AreEqual(HttpStatusCode.NoContent, (await shop.PutAsync("Before", "x")).Status);
        var before = await tree.ReadAsync();

        proxy.RefuseConnections = true;
        proxy.DropConnections();
        await Eventually.TrueAsync(async () => !(await shop.GetAsync("/api/status")).GetProperty("connected").GetBoolean());
        var replies = await Task.WhenAll(shop.PutAsync("Kept", "lost"), shop.PutAsync("Lost", "lost"), shop.DeleteAsync("Kept"));

        foreach (var reply in replies)
        {
            Assert.AreEqual(HttpStatusCode.ServiceUnavailable, reply.Status, reply.Text);
            Assert.Contains("No answer from ZooKeeper within 10 s", reply.Text);
            Assert.Contains($"{proxy.ConnectionString}: ", reply.Text);
            Assert.Contains("Try again", reply.Text);
            Assert.DoesNotContain("lost", reply.Text.Replace("was lost", ""));
        }

        // What comes after those requests on the same session has been done: had they been sent late, they would be before it. The client that
        // writes waits between its attempts to connect, for longer than the shop waits for a write.
        proxy.RefuseConnections = false;
        await Eventually.TrueAsync(async () => (await shop.PutAsync("Marker", "x")).Status == HttpStatusCode.NoContent);
        Assert.AreEqual(HttpStatusCode.NoContent, (await shop.DeleteAsync("Marker")).Status);
        Assert.AreEqual(before, await tree.ReadAsync());
    }
}
