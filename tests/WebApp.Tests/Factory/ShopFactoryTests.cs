using System.Net;
using Configuration.ZooKeeper;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace WebApp.Tests.Factory;

/// <summary>The sample shop, run as tests of an application run it.</summary>
[TestClass]
public sealed class ShopFactoryTests
{
    [TestMethod]
    public async Task UseSetting_SwitchedOff_ShopServesItsDefaults()
    {
        await using var factory = new WebApplicationFactory<ShopOptions>();
        await using var shop = SwitchOff(factory);
        using var http = shop.CreateClient();

        Assert.Contains("\"title\":\"Shop\"", await http.GetStringAsync(new Uri("/api/options", UriKind.Relative)));
        Assert.IsEmpty(shop.Services.GetRequiredService<ZooKeeperConfigurationStatus>().Sources);
    }

    [TestMethod]
    public async Task Status_SwitchedOff_IsAnswered()
    {
        await using var factory = new WebApplicationFactory<ShopOptions>();
        await using var shop = SwitchOff(factory);
        using var http = shop.CreateClient();

        using var reply = await http.GetAsync(new Uri("/api/status", UriKind.Relative));

        Assert.AreEqual(HttpStatusCode.OK, reply.StatusCode);
        Assert.Contains("\"connected\":false", await reply.Content.ReadAsStringAsync());
    }

    private static WebApplicationFactory<ShopOptions> SwitchOff(WebApplicationFactory<ShopOptions> factory) => factory.WithWebHostBuilder(builder => builder
        .UseSetting("ConfigurationZooKeeper:Enabled", "false")
        .UseSetting("ConnectionStrings:ZooKeeper", "127.0.0.1:1"));
}
