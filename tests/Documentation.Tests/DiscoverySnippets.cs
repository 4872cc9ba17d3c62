using Configuration.ZooKeeper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.ServiceDiscovery;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination/discovery.md.</summary>
[TestClass]
public sealed class DiscoverySnippets
{
    [TestMethod]
    public async Task Services_AsShown_CanBeBuilt()
    {
        foreach (var add in new Action<WebApplicationBuilder>[] { Register, Find, Proxy })
        {
            var builder = WebApplication.CreateSlimBuilder();
            Register(builder);
            add(builder);
            await using var app = builder.Build();
            Assert.IsNotNull(app.Services.GetService<ZooKeeperServiceRegistration>());
        }
    }

    [TestMethod]
    public void Keys_AsShown_AreOfASource()
    {
        var builder = WebApplication.CreateBuilder(["--ConfigurationZooKeeper:Enabled=false"]); // nobody has these servers

        Configure(builder);

        Assert.HasCount(1, builder.Services.Where(service => service.ServiceType == typeof(ZooKeeperConfigurationStatus)));
    }

    [TestMethod]
    public async Task Choices_AsShown_AreOfARegisteredInstance()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        await using var services = new ServiceCollection()
            .AddSingleton(new ZooKeeperServiceRegistration(client, "orders", new ServiceRegistrationOptions { Address = "10.0.0.7", Port = 80, Status = ServiceStatus.Up }))
            .BuildServiceProvider();
        await services.GetRequiredService<ZooKeeperServiceRegistration>().RegisterAsync();

        await ChooseAsync(client, new RoundRobinChoice(), CancellationToken.None);
        await TakeOutAsync(services, CancellationToken.None);

        Assert.AreEqual(ServiceStatus.OutOfService, services.GetRequiredService<ZooKeeperServiceRegistration>().Instance!.Status);
    }

    private static void Register(WebApplicationBuilder builder)
    {
        // <snippet register>
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = "zk1:2181,zk2:2181,zk3:2181");
        builder.Services.AddZooKeeperServiceRegistration("orders", options => options.Zone = "east");
        // </snippet>
    }

    // The readme of the package.
    internal static void RegisterAlone(WebApplicationBuilder builder)
    {
        // <snippet readme>
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = "zk1:2181,zk2:2181,zk3:2181");
        builder.Services.AddZooKeeperServiceRegistration("orders");
        // </snippet>
    }

    private static void Find(WebApplicationBuilder builder)
    {
        // <snippet find>
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = "zk1:2181,zk2:2181,zk3:2181");
        builder.Services.AddServiceDiscovery().AddZooKeeperServiceEndpointProvider();
        builder.Services.AddHttpClient("orders", client => client.BaseAddress = new Uri("https+http://orders")).AddServiceDiscovery();
        // </snippet>
    }

    private static void Configure(WebApplicationBuilder builder)
    {
        // <snippet keys>
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = "zk1:2181,zk2:2181,zk3:2181";
            options.Paths.Add("/config/shop");
            options.ServicesPath = "/services";
        });
        builder.Services.AddServiceDiscovery();
        builder.Services.AddHttpClient("orders", client => client.BaseAddress = new Uri("https+http://orders")).AddServiceDiscovery();
        // </snippet>
    }

    private static void Proxy(WebApplicationBuilder builder)
    {
        // <snippet gateway>
        builder.Services.AddServiceDiscoveryCore().AddZooKeeperServiceEndpointProvider();
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).AddServiceDiscoveryDestinationResolver();
        // </snippet>
    }

    private static async Task TakeOutAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        // <snippet status>
        var registration = services.GetRequiredService<ZooKeeperServiceRegistration>();
        await registration.SetStatusAsync(ServiceStatus.OutOfService, cancellationToken);
        // </snippet>
    }

    private static async Task ChooseAsync(ZooKeeperClient client, RoundRobinChoice roundRobin, CancellationToken cancellationToken)
    {
        // <snippet choose>
        await using var catalog = new ZooKeeperServiceCatalog(client);
        var instances = (await catalog.GetViewAsync(cancellationToken)).Up("orders");

        var next = roundRobin.Choose(instances);
        var sticky = RendezvousChoice.Choose(instances, key: "customer-4711");
        // </snippet>
        Assert.AreEqual("10.0.0.7", next?.Address);
        Assert.AreEqual("10.0.0.7", sticky?.Address);
    }
}
