using Microsoft.Extensions.Configuration;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' example of read-only servers.</summary>
[TestClass]
public sealed class ReadOnlySnippets
{
    [TestMethod]
    public async Task AllowReadOnly_ServerIsReadWrite_IsAsWithout()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Title"] = "one" } });
        using var configuration = new ConfigurationManager();
        configuration.AddZooKeeper(options =>
        {
            options.ConnectionString = zookeeper.ConnectionString;
            options.Paths.Add("/config/shop");

            // <snippet allowReadOnly>
            options.Connection.AllowReadOnly = true;
            // </snippet>
        });
        Assert.AreEqual("one", configuration["Title"]);
    }
}
