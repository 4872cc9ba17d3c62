using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Configuration;
using ZooKeeper.ServiceDiscovery;

namespace Discovery;

/// <summary>Forwards requests to the instances of the services, and shows the instances.</summary>
internal static class Gateway
{
    public static readonly string[] Services = ["orders", "stock"];

    public static async Task<WebApplication> StartAsync(string servers, string url)
    {
        var builder = Connection.CreateBuilder(servers, url);
        builder.Services.AddServiceDiscoveryCore().AddZooKeeperServiceEndpointProvider();
        builder.Services.AddReverseProxy().AddServiceDiscoveryDestinationResolver().LoadFromMemory([.. Services.Select(RouteTo)], [.. Services.Select(ClusterOf)]);
        var app = builder.Build();
        app.MapGet("/", () => Results.File(Path.Combine(AppContext.BaseDirectory, "index.html"), "text/html"));
        app.MapGet("/instances", (ZooKeeperServiceCatalog catalog) => TypedResults.ServerSentEvents(InstancesAsync(catalog, app.Lifetime.ApplicationStopping)));
        app.MapReverseProxy();
        await app.StartAsync();
        return app;
    }

    private static RouteConfig RouteTo(string service) => new() { RouteId = service, ClusterId = service, Match = new RouteMatch { Path = $"/{service}/{{**path}}" } };

    private static ClusterConfig ClusterOf(string service) => new()
    {
        ClusterId = service,
        LoadBalancingPolicy = "RoundRobin",
        Destinations = new Dictionary<string, DestinationConfig> { [service] = new() { Address = $"http://{service}" } },
    };

    private static async IAsyncEnumerable<SseItem<Instance[]>> InstancesAsync(
        ZooKeeperServiceCatalog catalog, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        await foreach (var view in catalog.ObserveAsync(end.Token))
        {
            yield return new SseItem<Instance[]>([.. view.Services.SelectMany(view.Instances).Select(Instance.Of)]);
        }
    }

    /// <summary>A row of the page.</summary>
    internal sealed record Instance(string Service, string? Process, string Address, string Status, DateTimeOffset Since)
    {
        public static Instance Of(ServiceInstance instance) => new(
            instance.Name, instance.Metadata.GetValueOrDefault("process"), string.Join(' ', instance.Endpoints), instance.Status.ToString(), instance.RegisteredAt);
    }
}
