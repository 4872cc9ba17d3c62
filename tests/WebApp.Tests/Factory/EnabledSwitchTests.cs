using System.Net;
using System.Net.Sockets;
using Configuration.ZooKeeper;
using WebApp.Minimal;
using ZooKeeper.Testing;

namespace WebApp.Tests.Factory;

/// <summary>
/// <c>UseSetting("ConfigurationZooKeeper:Enabled", "false")</c> of a <c>WebApplicationFactory</c>: its settings are arguments of the command line to the
/// application, so they are there when Program.cs adds ZooKeeper.
/// </summary>
[TestClass]
public sealed class EnabledSwitchTests
{
    private const string Key = "ConfigurationZooKeeper:Enabled";

    [TestMethod]
    [DataRow("true", DisplayName = "added by the host's builder")]
    [DataRow("false", DisplayName = "added to the configuration")]
    public async Task UseSetting_SwitchedOff_AsksNoServer(string byHost)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var app = new MinimalAppFactory(
            (Key, "false"), (MinimalApp.ByHost, byHost), ("ConnectionStrings:ZooKeeper", $"127.0.0.1:{Port(server)}"), ("Path", "/shop"), ("Title", "of the test"));
        using var http = app.CreateClient();

        Assert.AreEqual("of the test", await http.GetStringAsync(new Uri("/title", UriKind.Relative)));
        Assert.AreEqual("0", await http.GetStringAsync(new Uri("/sources", UriKind.Relative)));
        Assert.IsFalse(server.Pending(), "somebody has connected");
    }

    [TestMethod]
    [DataRow("true", DisplayName = "added by the host's builder")]
    [DataRow("false", DisplayName = "added to the configuration")]
    public async Task UseSetting_SwitchedOn_LoadsAndFollows(string byHost)
    {
        await using var tree = await ShopTree.CreateAsync(("/shop", null), ("/shop/Title", "one"));
        using var app = new MinimalAppFactory(
            (Key, "true"), (MinimalApp.ByHost, byHost), ("ConnectionStrings:ZooKeeper", tree.ConnectionString), ("Path", "/shop"));
        using var http = app.CreateClient();
        Assert.AreEqual("one", await http.GetStringAsync(new Uri("/title", UriKind.Relative)));
        Assert.AreEqual("1", await http.GetStringAsync(new Uri("/sources", UriKind.Relative)));

        await tree.Client.SetDataAsync("/shop/Title", "two"u8.ToArray());

        await Eventually.TrueAsync(async () => await http.GetStringAsync(new Uri("/title", UriKind.Relative)) == "two");
    }

    [TestMethod]
    public void UseSetting_SwitchedOnAndNoServer_DoesNotStart()
    {
        using var app = new MinimalAppFactory((Key, "true"), ("ConnectionStrings:ZooKeeper", "127.0.0.1:1"), ("Path", "/shop"));

        Assert.ThrowsExactly<ZooKeeperConfigurationException>(app.CreateClient);
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
