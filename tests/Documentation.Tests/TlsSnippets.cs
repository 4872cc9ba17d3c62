using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' examples of TLS.</summary>
[TestClass]
public sealed class TlsSnippets
{
    [TestMethod]
    public void AddZooKeeper_Tls_IsASource()
    {
        var builder = WebApplication.CreateBuilder();

        var e = Assert.Throws<ArgumentException>(() =>
        {
            // <snippet tls>
            builder.AddZooKeeper(options =>
            {
                options.ConnectionString = "zk1:2281,zk2:2281,zk3:2281"; // secureClientPort of the servers
                options.Paths.Add("/config/shop");
                options.Connection.Tls.Enabled = true;
                options.Connection.Tls.CaFile = "/etc/shop/zookeeper-ca.pem";
                options.Connection.Tls.ClientCertificateFile = "/etc/shop/client.pem"; // if the servers ask for one
                options.Connection.Tls.ClientKeyFile = "/etc/shop/client.key";
            });
            // </snippet>
        });

        Assert.Contains("/etc/shop/zookeeper-ca.pem", e.Message);
    }

    [TestMethod]
    public async Task Create_AclOfX509_NeedsAServerThatKnowsIt()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config"] = "" } });
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        var e = await Assert.ThrowsExactlyAsync<ZooKeeperException>(async () =>
        {
            // <snippet x509Acl>
            await client.CreateAsync("/config/shop", acl: [new Acl(Permissions.Read, "x509", "CN=shop,O=Example,C=DE"), new Acl(Permissions.All, "x509", "CN=operator,O=Example,C=DE")]);
            // </snippet>
        });
        Assert.AreEqual(ErrorCode.InvalidAcl, e.ErrorCode);
    }
}
