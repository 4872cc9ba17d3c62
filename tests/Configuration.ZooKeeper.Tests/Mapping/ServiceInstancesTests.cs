using System.Text.Json;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>Registered service instances become keys, in the same state as all other keys.</summary>
[TestClass]
public sealed class ServiceInstancesTests
{
    private const int NoInstanceEvent = 2014;

    private readonly RecordingLogging _log = new();

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Load_Instances_AreNumberedInTheOrderOfTheirIdsForEachScheme()
    {
        await using var tree = await Subtree.CreateAsync(
            ("services/orders/b", Instance("orders", "b", port: 8081)),
            ("services/orders/a", Instance("orders", "a", port: 8080, sslPort: 8443)),
            ("services/orders/c", Instance("orders", "c", port: 8082, status: "OUT_OF_SERVICE")),
            ("services/stock/a", Instance("stock", "a", address: "fe80::1", port: 80)),
            ("services/stock/b", Instance("stock", "b", address: "[fe80::2]", port: 80)));
        using var configuration = Load(tree);

        Assert.AreEqual("orders:http:0=http://10.0.0.7:8080 orders:http:1=http://10.0.0.7:8081 orders:https:0=https://10.0.0.7:8443 stock:http:0=http://[fe80::1]:80 stock:http:1=http://[fe80::2]:80", ServicesOf(configuration));
        Assert.IsEmpty(configuration.GetSection("services").GetSection("orders").GetChildren().Where(child => child.Key is "a" or "b" or "c").ToArray());
    }

    [TestMethod]
    public async Task Changes_Random_AreAsLoadedAnew()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var tree = await Subtree.CreateAsync();
        using var followed = Load(tree);
        for (var round = 0; round < 25; round++)
        {
            for (var changes = random.Next(1, 5); changes > 0; changes--)
            {
                var (service, id) = ($"s{random.Next(3)}", $"{random.Next(4)}");
                await (random.Next(3) == 0 ? TryDeleteAsync(tree, $"services/{service}/{id}") : tree.SetAsync($"services/{service}/{id}", Any(random, service, id)));
            }

            await tree.SetAsync("Title", $"{round}");
            await Eventually.TrueAsync(() => followed["Title"] == $"{round}");
            using var loaded = Load(tree);
            Assert.AreEqual(ServicesOf(loaded), ServicesOf(followed), $"in round {round}");
        }
    }

    [TestMethod]
    public async Task Load_DataIsNoInstance_WarnsAndHidesOnlyThatInstance()
    {
        await using var tree = await Subtree.CreateAsync(
            ("services/orders/a", "se-cret"), ("services/orders/b", ""), ("services/orders/c", Instance("orders", "c", port: 80)), ("services/or:ders/d", Instance("x", "d", port: 80)));
        using var configuration = Load(tree);

        Assert.AreEqual("orders:http:0=http://10.0.0.7:80", ServicesOf(configuration));
        Assert.AreEqual(
            $"The data of the znode '{tree.PathOf("services/orders/a")}' makes no key, because it is not a service instance: The data is not a service instance in JSON (JsonReaderException).",
            _log.Of(NoInstanceEvent).Single().Text);

        await tree.SetAsync("services/orders/d", Instance("orders", "d", port: 81));
        await Eventually.TrueAsync(() => configuration["Services:orders:http:1"] == "http://10.0.0.7:81");
        Assert.HasCount(1, _log.Of(NoInstanceEvent));
    }

    [TestMethod]
    public async Task Load_PathHasTheSameKey_OverridesTheInstance()
    {
        await using var tree = await Subtree.CreateAsync(("Services/orders/http/0", "localhost:1"), ("services/orders/a", Instance("orders", "a", port: 80)));
        using var configuration = Load(tree);
        Assert.AreEqual("orders:http:0=localhost:1", ServicesOf(configuration));

        await tree.DeleteAsync("Services/orders/http/0");
        await Eventually.TrueAsync(() => configuration["Services:orders:http:0"] == "http://10.0.0.7:80");
    }

    [TestMethod]
    public async Task Load_NoServicesYet_FollowsTheFirst()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "Shop"));
        using var configuration = Load(tree, options => options.Section = "Shop");
        Assert.AreEqual("", ServicesOf(configuration.GetSection("Shop")));

        await tree.SetAsync("services/orders/a", Instance("orders", "a", port: 80));
        await Eventually.TrueAsync(() => configuration["Shop:Services:orders:http:0"] == "http://10.0.0.7:80");
    }

    [TestMethod]
    [DataRow("services")]
    [DataRow("services/orders")]
    [DataRow("services/orders/a")]
    public async Task SetAcl_BecomesUnreadable_KeepsTheInstanceUntilItIsGone(string unreadable)
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Port);
        await using var tree = await Subtree.CreateAsync(("Title", "one"), ("services/orders/a", Instance("orders", "a", port: 80)));
        using var configuration = Load(tree, options => options.ConnectionString = proxy.ConnectionString);
        var version = await tree.Client.SetAclAsync(tree.PathOf(unreadable), [Acl.Digest(Permissions.All, "somebody", "else"), new Acl(Permissions.Admin | Permissions.Delete, "world", "anyone")]);
        proxy.DropConnections();
        await Eventually.TrueAsync(() => configuration.Status() is { StalePaths.Count: 1, IsStale: false });
        Assert.AreEqual("orders:http:0=http://10.0.0.7:80", ServicesOf(configuration));

        await tree.DeleteAsync("services/orders/a");
        if (unreadable == "services")
        {
            await tree.DeleteAsync("services/orders");
        }

        if (unreadable != "services/orders/a")
        {
            await tree.Client.SetAclAsync(tree.PathOf(unreadable), Acl.Open, version.Aversion);
        }

        proxy.DropConnections();
        await Eventually.TrueAsync(() => ServicesOf(configuration).Length == 0);
    }

    private static string Any(Random random, string service, string id) => random.Next(6) switch
    {
        0 => "{}",
        1 => Instance(service, id, port: 80, status: "DOWN"),
        2 => Instance(service, id, port: 80, sslPort: 443),
        var other => Instance(service, id, port: 80 + other),
    };

    private static string Instance(string name, string id, int port, int? sslPort = null, string address = "10.0.0.7", string status = "UP") =>
        JsonSerializer.Serialize(new { name, id, address, port, sslPort, payload = new { metadata = new { instance_status = status } } });

    private static string ServicesOf(IConfiguration configuration)
    {
        var keys = configuration.GetSection("Services").AsEnumerable(makePathsRelative: true).Where(key => key.Value is not null);
        return string.Join(' ', keys.Select(key => $"{key.Key}={key.Value}").Order(StringComparer.Ordinal));
    }

    private static async Task TryDeleteAsync(Subtree tree, string name)
    {
        try
        {
            await tree.DeleteAsync(name);
        }
        catch (NoNodeException)
        {
            // The draw was of an instance that is not there.
        }
    }

    private ConfigurationRoot Load(Subtree tree, Action<ZooKeeperConfigurationOptions>? configure = null) => tree.Load(options =>
    {
        options.ServicesPath = tree.PathOf("services");
        options.MinReloadInterval = TimeSpan.Zero;
        options.Connection.LoggerFactory = _log;
        configure?.Invoke(options);
    });
}
