using Configuration.ZooKeeper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The documents' examples of SASL and of credentials that rotate.</summary>
[TestClass]
public sealed class SaslSnippets
{
    [TestMethod]
    public void AddZooKeeper_Sasl_IsASource()
    {
        var builder = WebApplication.CreateBuilder(["--ConfigurationZooKeeper:Enabled=false"]); // nobody has these servers
        var password = "for the documents alone";

        // <snippet sasl>
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = "zk1:2281,zk2:2281,zk3:2281";
            options.Paths.Add("/config/shop");
            options.Connection.Sasl.UserName = "shop";
            options.Connection.Sasl.Password = password;
            options.Connection.Tls.Enabled = true;
        });
        // </snippet>

        Assert.HasCount(1, builder.Services.Where(service => service.ServiceType == typeof(global::Configuration.ZooKeeper.ZooKeeperConfigurationStatus)));
    }

    [TestMethod]
    public async Task Providers_AreAsked_ReturnWhatCountsNow()
    {
        var options = new ZooKeeperConfigurationOptions();
        var (vault, currentPassword) = (new Vault("for the documents alone"), "current");

        // <snippet credentials>
        options.Connection.Sasl.CredentialsProvider = async cancellationToken =>
        {
            var secret = await vault.ReadAsync("zookeeper/shop", cancellationToken);
            return new SaslCredentials(secret.User, secret.Password);
        };
        options.Connection.DigestIdentitiesProvider = _ => new([new DigestIdentity("shop", currentPassword)]);
        // </snippet>

        Assert.AreEqual("of zookeeper/shop", (await options.Connection.Sasl.CredentialsProvider(CancellationToken.None)).UserName);
        Assert.AreEqual("shop", (await options.Connection.DigestIdentitiesProvider(CancellationToken.None)).Single().User);
    }

    [TestMethod]
    public async Task Create_AclOfSasl_NeedsAServerThatKnowsIt()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Znodes = { ["/config"] = "" } });
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        var e = await Assert.ThrowsExactlyAsync<ZooKeeperException>(async () =>
        {
            // <snippet saslAcl>
            await client.CreateAsync("/config/shop", acl: [new Acl(Permissions.Read, "sasl", "shop"), new Acl(Permissions.All, "sasl", "operator")]);
            // </snippet>
        });
        Assert.AreEqual(ErrorCode.InvalidAcl, e.ErrorCode);
    }

    [TestMethod]
    public void Mechanism_Gssapi_IsSet()
    {
        var options = new ZooKeeperConfigurationOptions();

        // <snippet kerberos>
        options.Connection.Sasl.Mechanism = SaslMechanism.Gssapi;
        // </snippet>

        Assert.AreEqual(SaslMechanism.Gssapi, options.Connection.Sasl.Mechanism);
    }

    private sealed class Vault(string password)
    {
        public async Task<(string User, string Password)> ReadAsync(string name, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return ($"of {name}", password);
        }
    }
}
