using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>What docs/security.md says, and its examples.</summary>
[TestClass]
public sealed class SecuritySnippets
{
    private static readonly string[] Dangerous = ["ConnectionStrings:Db", "Logging:LogLevel:Default", "Kestrel:Endpoints:Http:Url", "AllowedHosts"];

    [TestMethod]
    public async Task Create_WithoutAcl_IsWorldWritable()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        await client.CreateAsync("/config");

        CollectionAssert.AreEqual(Acl.Open.ToArray(), (await client.GetAclAsync("/config")).Acl.ToArray());
        await using var somebody = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        await somebody.SetDataAsync("/config", "theirs"u8.ToArray());
    }

    [TestMethod]
    public async Task AddZooKeeper_WithoutSection_OverridesWhatControlsTheApplication()
    {
        await using var zookeeper = await StartAsync();
        var builder = NewBuilder();
        builder.AddZooKeeper(zookeeper.ConnectionString, "/config/shop");

        foreach (var key in Dangerous)
        {
            Assert.AreEqual("Of ZooKeeper", builder.Configuration[key], key);
        }

        ((IDisposable)builder.Configuration).Dispose();
    }

    [TestMethod]
    public async Task AddZooKeeper_Section_OverridesNothingElse()
    {
        await using var zookeeper = await StartAsync();
        var connectionString = zookeeper.ConnectionString;
        var builder = NewBuilder();

        // <snippet section>
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add("/config/shop");
            options.Section = "Remote";
        });
        builder.Services.Configure<ShopOptions>(builder.Configuration.GetSection("Remote:Shop"));
        // </snippet>

        foreach (var key in Dangerous)
        {
            Assert.AreEqual("Of the application", builder.Configuration[key], key);
            Assert.AreEqual("Of ZooKeeper", builder.Configuration[$"Remote:{key}"], key);
        }

        using var services = builder.Services.BuildServiceProvider();
        Assert.AreEqual("Corner shop", services.GetRequiredService<IOptionsMonitor<ShopOptions>>().CurrentValue.Title);
        ((IDisposable)builder.Configuration).Dispose();
    }

    [TestMethod]
    public async Task Acl_OfOperatorAndShop_LetsTheShopReadOnly()
    {
        var (operatorPassword, shopPassword) = ("the operator's", "the shop's");
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        var connectionString = zookeeper.ConnectionString;
        {
            // <snippet acl>
            var options = new ZooKeeperClientOptions { ConnectionString = connectionString };
            options.DigestIdentities.Add(new DigestIdentity("operator", operatorPassword));
            await using var client = await ZooKeeperClient.ConnectAsync(options);
            Acl[] acl =
            [
                Acl.Digest(Permissions.All, "operator", operatorPassword),
                Acl.Digest(Permissions.Read, "shop", shopPassword),
            ];
            await client.CreateAsync("/config", acl: acl);
            await client.CreateAsync("/config/shop", acl: acl);
            // </snippet>

            await client.CreateAsync("/config/shop/Title", "Corner shop"u8.ToArray(), acl: acl);
        }

        var builder = WebApplication.CreateBuilder();

        // <snippet reader>
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = connectionString;
            options.Paths.Add("/config/shop");
            options.Connection.DigestIdentities.Add(new DigestIdentity("shop", shopPassword));
        });
        // </snippet>

        Assert.AreEqual("Corner shop", builder.Configuration["Title"]);
        ((IDisposable)builder.Configuration).Dispose();

        var reader = new ZooKeeperClientOptions { ConnectionString = connectionString };
        reader.DigestIdentities.Add(new DigestIdentity("shop", shopPassword));
        await using var shop = await ZooKeeperClient.ConnectAsync(reader);
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => shop.SetDataAsync("/config/shop/Title", null));
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => shop.CreateAsync("/config/shop/Other"));
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => shop.DeleteAsync("/config/shop/Title"));
    }

    private static Task<ZooKeeperDevServer> StartAsync()
    {
        var options = new ZooKeeperDevServerOptions { Znodes = { ["/config/shop/Shop/Title"] = "Corner shop" } };
        foreach (var key in Dangerous)
        {
            options.Znodes[$"/config/shop/{key.Replace(':', '/')}"] = "Of ZooKeeper";
        }

        return ZooKeeperDevServer.StartAsync(options);
    }

    private static WebApplicationBuilder NewBuilder()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(Dangerous.Select(key => KeyValuePair.Create(key, (string?)"Of the application")));
        return builder;
    }
}
