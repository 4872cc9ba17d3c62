using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Yarp.ReverseProxy.Configuration;
using ZooKeeper.DevServer;
using ZooKeeper.ServiceDiscovery.Tests.Registration;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Endpoints;

/// <summary>HttpClient and YARP reach instances that are registered by web applications.</summary>
[TestClass]
public sealed class HttpTests
{
    private static readonly Uri Home = new("/", UriKind.Relative);

    [TestMethod]
    public async Task HttpClient_ByTheNameOfTheService_ReachesEachInstanceThatIsThere()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var one = await WebApp.StartAsync(server.ConnectionString, "orders", options => options.Id = "one");
        var time = new FakeTimeProvider();
        await using var two = await WebApp.StartAsync(
            server.ConnectionString, "orders", options => (options.Id, options.TimeProvider, options.StopDelay) = ("two", time, TimeSpan.FromMinutes(1)));
        var collection = new ServiceCollection();
        collection.AddZooKeeperCoordination(options => options.Connection.ConnectionString = server.ConnectionString);
        collection.AddServiceDiscoveryCore().AddZooKeeperServiceEndpointProvider();
        collection.AddHttpClient("orders", client => client.BaseAddress = new Uri("http://orders")).AddServiceDiscovery();
        await using var services = collection.BuildServiceProvider();
        var http = services.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
        await Eventually.TrueAsync(async () => await AnswersAsync(http) is ["one", "two"]);

        var stopping = two.StopAsync();
        await Eventually.TrueAsync(async () => await AnswersAsync(http) is ["one"]); // no request fails meanwhile
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return stopping.IsCompleted;
        });
        await stopping;

        CollectionAssert.AreEqual(new[] { "one" }, await AnswersAsync(http));
    }

    [TestMethod]
    public async Task Yarp_DestinationByTheNameOfTheService_FollowsTheInstances()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var gateway = await StartGatewayAsync(server.ConnectionString);
        using var http = new HttpClient { BaseAddress = new Uri(gateway.Urls.Single()) };
        Assert.AreEqual(503, (int)(await http.GetAsync(Home)).StatusCode, "no instance yet");

        await using var one = await WebApp.StartAsync(server.ConnectionString, "orders", options => options.Id = "one");
        await Eventually.TrueAsync(async () => await TryGetAsync(http) == "one");
        await using var two = await WebApp.StartAsync(server.ConnectionString, "orders", options => options.Id = "two");
        await Eventually.TrueAsync(async () => await AnswersAsync(http) is ["one", "two"]);

        await one.Registration.SetStatusAsync(ServiceStatus.OutOfService);

        await Eventually.TrueAsync(async () => await AnswersAsync(http) is ["two"]);
    }

    private static async Task<WebApplication> StartGatewayAsync(string servers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = servers);
        builder.Services.AddServiceDiscoveryCore().AddZooKeeperServiceEndpointProvider();
        builder.Services.AddReverseProxy().AddServiceDiscoveryDestinationResolver().LoadFromMemory(
            [new RouteConfig { RouteId = "orders", ClusterId = "orders", Match = new RouteMatch { Path = "{**all}" } }],
            [new ClusterConfig { ClusterId = "orders", LoadBalancingPolicy = "RoundRobin", Destinations = new Dictionary<string, DestinationConfig> { ["orders"] = new() { Address = "http://orders" } } }]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }

    private static async Task<string[]> AnswersAsync(HttpClient http)
    {
        var answers = new List<string>();
        for (var request = 0; request < 8; request++)
        {
            answers.Add(await TryGetAsync(http) ?? "none");
        }

        return [.. answers.Distinct().Order(StringComparer.Ordinal)];
    }

    private static async Task<string?> TryGetAsync(HttpClient http)
    {
        using var response = await http.GetAsync(Home);
        return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : null;
    }
}
