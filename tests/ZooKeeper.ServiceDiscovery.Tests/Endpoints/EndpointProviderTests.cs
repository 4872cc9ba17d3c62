using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ServiceDiscovery;
using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Endpoints;

[TestClass]
public sealed class EndpointProviderTests
{
    [TestMethod]
    public async Task Resolve_InstancesComeAndGo_FollowsThemAndFiresTheToken()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await using var services = Services(client, root).AddServiceDiscoveryCore().BuildServiceProvider();
        var resolver = services.GetRequiredService<ServiceEndpointResolver>();
        var none = await ResolveAsync(resolver, "http://orders");
        Assert.IsEmpty(none.Endpoints);

        await client.CreateWithParentsAsync($"{root}/Orders/a", SampleInstances.Json("Orders", "a", 8080));

        await Eventually.TrueAsync(() => none.ChangeToken.HasChanged);
        var one = await ResolveAsync(resolver, "http://orders");
        Assert.AreEqual("http://127.0.0.1:8080/", one.Endpoints.Single().ToString());
        Assert.AreEqual("a", one.Endpoints[0].Features.Get<ServiceInstance>()!.Id);

        await client.CreateWithParentsAsync($"{root}/other/x", SampleInstances.Json("other", "x", 1));
        await client.SetDataAsync($"{root}/Orders/a", SampleInstances.Json("Orders", "a", 8080, """{"instance_status":"OUT_OF_SERVICE"}"""));

        await Eventually.TrueAsync(() => one.ChangeToken.HasChanged);
        Assert.IsEmpty((await ResolveAsync(resolver, "http://orders")).Endpoints);
    }

    // The framework disposes what it has not used for ten seconds. YARP resolves once, and then waits for the token.
    [TestMethod]
    public async Task Token_AfterTheFrameworkHasForgottenTheService_StillFires()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var time = new FakeTimeProvider();
        await using var services = Services(client, root).AddSingleton<TimeProvider>(time).AddServiceDiscoveryCore().BuildServiceProvider();
        var none = await ResolveAsync(services.GetRequiredService<ServiceEndpointResolver>(), "http://orders");
        for (var pass = 0; pass < 3; pass++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
        }

        await client.CreateWithParentsAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 8080));

        await Eventually.TrueAsync(() => none.ChangeToken.HasChanged);
    }

    [TestMethod]
    [DataRow("http://orders", "http://127.0.0.1:1/")]
    [DataRow("https://orders", "https://127.0.0.1:2/ https://127.0.0.1:3/")]
    [DataRow("https+http://orders", "http://127.0.0.1:1/ https://127.0.0.1:2/ https://127.0.0.1:3/")]
    public async Task Resolve_Schemes_AreTakenInTheOrderOfTheQueryForEachInstance(string query, string expected)
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 1));
        await client.CreateAsync($"{root}/orders/b", """{"name":"orders","id":"b","address":"127.0.0.1","port":2,"sslPort":2}"""u8.ToArray());
        await client.CreateAsync($"{root}/orders/c", """{"name":"orders","id":"c","address":"127.0.0.1","sslPort":3}"""u8.ToArray());
        await using var services = Services(client, root).AddServiceDiscoveryCore().BuildServiceProvider();

        var resolved = await ResolveAsync(services.GetRequiredService<ServiceEndpointResolver>(), query);

        Assert.AreEqual(expected, string.Join(' ', resolved.Endpoints));
    }

    [TestMethod]
    public async Task Resolve_ConfigurationHasTheService_WinsOverInstances()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 1));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Services:orders:http:0", (string?)"http://localhost:9")]).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddServiceDiscovery()
            .AddSingleton(client).AddZooKeeperServiceEndpointProvider(options => options.Catalog.Root = root).BuildServiceProvider();

        var resolved = await ResolveAsync(services.GetRequiredService<ServiceEndpointResolver>(), "http://orders");

        Assert.AreEqual("http://localhost:9/", resolved.Endpoints.Single().ToString());
    }

    [TestMethod]
    public async Task Resolve_NoAnswerYet_FailsWithTheReason()
    {
        await using var client = ZooKeeperClient.Start(new ZooKeeperClientOptions { ConnectionString = "127.0.0.1:1" });
        await using var services = Services(client, "/services", TimeSpan.FromMilliseconds(50)).AddServiceDiscoveryCore().BuildServiceProvider();

        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => ResolveAsync(services.GetRequiredService<ServiceEndpointResolver>(), "http://orders"));

        Assert.Contains("orders", e.Message);
        Assert.Contains("ZooKeeper", e.Message);
    }

    [TestMethod]
    public async Task Resolve_Outage_KeepsTheLastInstances()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateWithParentsAsync("/services/orders/a", SampleInstances.Json("orders", "a", 1));
        await using var services = Services(client, "/services").AddServiceDiscoveryCore().BuildServiceProvider();
        var resolver = services.GetRequiredService<ServiceEndpointResolver>();
        var first = await ResolveAsync(resolver, "http://orders");

        server.RefuseConnections = true;
        await server.DropConnectionsAsync();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);

        Assert.IsFalse(first.ChangeToken.HasChanged);
        Assert.HasCount(1, (await ResolveAsync(resolver, "http://orders")).Endpoints);
        Assert.HasCount(0, (await ResolveAsync(resolver, "http://unknown")).Endpoints);
    }

    [TestMethod]
    public async Task Resolve_ReadingFailsUnexpectedly_IsLoggedAndFollowedAgain()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 8080));
        var (log, time, failures) = (new RecordingLogger(), new FakeTimeProvider(), 0);
        using var failing = new RecordingLogger { OnEntry = () => _ = Interlocked.Increment(ref failures) == 1 ? throw new InvalidOperationException("The disk is full.") : 0 };
        await using var services = Services(client, root, catalogLog: failing).AddSingleton<ILoggerFactory>(log).AddSingleton<TimeProvider>(time)
            .AddServiceDiscoveryCore().BuildServiceProvider();
        var resolver = services.GetRequiredService<ServiceEndpointResolver>();
        var one = await ResolveAsync(resolver, "http://orders");

        await client.CreateAsync($"{root}/orders/broken", "no JSON"u8.ToArray()); // reading it logs a warning, which fails
        await Eventually.TrueAsync(() => log.Events.Contains(4034));
        await client.CreateAsync($"{root}/orders/b", SampleInstances.Json("orders", "b", 8081));

        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return one.ChangeToken.HasChanged;
        });
        Assert.HasCount(2, (await ResolveAsync(resolver, "http://orders")).Endpoints);
    }

    private static IServiceCollection Services(ZooKeeperClient client, string root, TimeSpan? timeout = null, RecordingLogger? catalogLog = null) =>
        new ServiceCollection().AddSingleton(client).AddZooKeeperServiceEndpointProvider(options =>
        {
            options.Catalog.Root = root;
            options.Catalog.LoggerFactory = catalogLog ?? options.Catalog.LoggerFactory;
            options.FirstAnswerTimeout = timeout ?? SharedServer.Deadline;
        });

    private static Task<ServiceEndpointSource> ResolveAsync(ServiceEndpointResolver resolver, string service) =>
        resolver.GetEndpointsAsync(service, CancellationToken.None).AsTask().WaitAsync(SharedServer.Deadline);
}
