using Microsoft.Extensions.Configuration;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Releases;

/// <summary>A server before 3.6 has no recursive watches: the error says so, and goes when the server is upgraded.</summary>
[TestClass]
public sealed class TooOldServerTests
{
    [TestMethod]
    public async Task Load_ServerBefore36_SaysWhatItTakes()
    {
        await using var server = await TestServers.StartDevServerAsync(ZooKeeperRelease.V35);
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load(options => options.StartupTimeout = TimeSpan.FromSeconds(1)));

        Assert.Contains(Refusal(server, tree), e.Message);
    }

    [TestMethod]
    public async Task Load_OptionalAndServerBefore36_StartsEmptyAndCatchesUpAfterTheUpgrade()
    {
        await using var server = await TestServers.StartDevServerAsync(ZooKeeperRelease.V35);
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load(options =>
        {
            options.Optional = true;
            options.StartupTimeout = TimeSpan.FromMilliseconds(300);
            options.Connection.SessionTimeout = TimeSpan.FromSeconds(1); // so that it does not wait long before it tries again
        });
        Assert.IsEmpty(configuration.AsEnumerable());
        await Eventually.TrueAsync(() => configuration.Status().LastError is not null);
        Assert.Contains(Refusal(server, tree), configuration.Status().LastError!);

        await server.RestartAsync(ZooKeeperRelease.V38);

        await Eventually.TrueAsync(() => configuration["Title"] == "one");
        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }

    [TestMethod]
    public async Task Follow_ServerIsDowngradedTooFar_KeepsValuesUntilItIsBack()
    {
        await using var server = await TestServers.StartDevServerAsync();
        await using var tree = await Subtree.NewAsync(server.ConnectionString);
        await tree.SetAsync("Title", "one");
        using var configuration = tree.Load(options => options.Connection.SessionTimeout = TimeSpan.FromSeconds(1));

        await server.RestartAsync(ZooKeeperRelease.V35);
        await server.SetAsync(tree.PathOf("Title"), "two");
        await Eventually.TrueAsync(() => configuration.Status().LastError is not null);
        Assert.Contains(Refusal(server, tree), configuration.Status().LastError!);
        Assert.IsTrue(configuration.Status().IsStale);
        Assert.AreEqual("one", configuration["Title"]);

        await server.RestartAsync(ZooKeeperRelease.V39);
        await Eventually.TrueAsync(() => configuration["Title"] == "two");
    }

    private static string Refusal(ZooKeeperDevServer server, Subtree tree) =>
        $"The server {server.ConnectionString} refuses the recursive watch on '{tree.Path}' (Unimplemented). A mirror needs Apache ZooKeeper 3.6 or later";
}
