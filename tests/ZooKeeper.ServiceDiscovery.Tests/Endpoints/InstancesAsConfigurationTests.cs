using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ServiceDiscovery;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Endpoints;

/// <summary>What this library registers is configuration that the framework's own provider of endpoints reads.</summary>
[TestClass]
public sealed class InstancesAsConfigurationTests
{
    [TestMethod]
    public async Task Resolve_RegisteredInstances_AreThoseOfTheConfiguration()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var settings = SharedServer.UniquePath();
        await client.CreateAsync(settings);
        await using var first = Registration(client, root, "a", 8080);
        await first.RegisterAsync();
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(options =>
        {
            options.ConnectionString = SharedServer.Server.ConnectionString;
            options.Paths.Add(settings);
            options.ServicesPath = root;
            options.MinReloadInterval = TimeSpan.Zero;
        }).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddServiceDiscoveryCore().AddConfigurationServiceEndpointProvider().BuildServiceProvider();
        var resolver = services.GetRequiredService<ServiceEndpointResolver>();

        Assert.AreEqual("http://10.0.0.7:8080/", await ResolveAsync());

        await using var second = Registration(client, root, "b", 8081);
        await second.RegisterAsync();
        await Eventually.TrueAsync(async () => await ResolveAsync() == "http://10.0.0.7:8080/ http://10.0.0.7:8081/");

        await first.SetStatusAsync(ServiceStatus.OutOfService);
        await Eventually.TrueAsync(async () => await ResolveAsync() == "http://10.0.0.7:8081/");

        await client.CreateAsync($"{root}/orders/c", """{"name":"orders","id":"c","address":"10.0.0.7","port":443,"sslPort":443}"""u8.ToArray());
        await Eventually.TrueAsync(async () => await ResolveAsync("https+http") == "https://10.0.0.7/");

        async Task<string> ResolveAsync(string scheme = "http") =>
            string.Join(' ', (await resolver.GetEndpointsAsync($"{scheme}://orders", CancellationToken.None)).Endpoints.Select(endpoint => $"{endpoint}"));
    }

    private static ZooKeeperServiceRegistration Registration(Client.ZooKeeperClient client, string root, string id, int port) =>
        new(client, "orders", new ServiceRegistrationOptions { Root = root, Id = id, Address = "10.0.0.7", Port = port, Status = ServiceStatus.Up });
}
