using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Catalogs;

[TestClass]
public sealed class ZooKeeperServiceCatalogTests
{
    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task View_InstancesComeGoAndChange_IsEachState()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root });
        Assert.IsEmpty((await catalog.GetViewAsync()).Services);

        await client.CreateWithParentsAsync($"{root}/orders/b", SampleInstances.Json("orders", "b", 2), CreateMode.Ephemeral);
        await client.CreateAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 1, """{"instance_status":"OUT_OF_SERVICE"}"""), CreateMode.Ephemeral);
        await UntilAsync(catalog, view => view.Instances("orders").Select(instance => instance.Id).SequenceEqual(["a", "b"]) && view.Up("orders").Single().Id == "b");

        await client.SetDataAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 1));
        await UntilAsync(catalog, view => view.Up("orders").Count == 2);

        await client.DeleteAsync($"{root}/orders/b");
        await client.DeleteAsync($"{root}/orders/a");
        var last = await UntilAsync(catalog, view => view.Instances("orders").Count == 0);
        CollectionAssert.AreEqual(new[] { "orders" }, last.Services.ToArray());
    }

    [TestMethod]
    public async Task View_ManyComeAndGoAtOnce_IsInTheOrderOfTheIds()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var random = new Random(FuzzSeed.Next(TestContext.WriteLine));
        await client.CreateWithParentsAsync($"{root}/orders");
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root });
        var ids = new HashSet<int>();
        for (var round = 0; round < 20; round++)
        {
            var multi = new Multi();
            foreach (var id in Enumerable.Range(0, 10).Select(_ => random.Next(100)).Distinct())
            {
                // The id is not the name of the znode, and the order of the ids is another one.
                multi = ids.Remove(id) ? multi.Delete($"{root}/orders/{id}") : ids.Add(id) ? multi.Create($"{root}/orders/{id}", SampleInstances.Json("orders", IdOf(id), id + 1)) : multi;
            }

            var zxid = (await client.MultiAsync(multi)).Zxid;

            var view = await UntilAsync(catalog, view => view.Zxid >= zxid);
            CollectionAssert.AreEqual(ids.Select(IdOf).Order(StringComparer.Ordinal).ToArray(), view.Instances("orders").Select(instance => instance.Id).ToArray());
            Assert.HasCount(ids.Count, view.Up("orders"));
        }

        static string IdOf(int id) => $"{id * 37 % 100:D2}-{id}";
    }

    [TestMethod]
    public async Task View_DataIsEmptyOrMalformed_IsWithoutThatInstance()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{root}/orders/empty");
        await client.CreateAsync($"{root}/orders/malformed", "secret"u8.ToArray());
        await client.CreateAsync($"{root}/orders/good", SampleInstances.Json("orders", "good", 1));
        using var logging = new RecordingLogger();
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root, LoggerFactory = logging });

        var view = await catalog.GetViewAsync();

        Assert.AreEqual("good", view.Up("orders").Single().Id);
        Assert.AreEqual(4030, logging.Events.Single());
    }

    [TestMethod]
    public async Task View_OtherInstanceChanges_KeepsTheObjectsOfTheRest()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 1));
        await client.CreateWithParentsAsync($"{root}/stock/c", SampleInstances.Json("stock", "c", 3));
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root });
        var first = await catalog.GetViewAsync();

        await client.CreateAsync($"{root}/orders/b", SampleInstances.Json("orders", "b", 2));

        var second = await UntilAsync(catalog, view => view.Up("orders").Count == 2);
        Assert.AreSame(first.Up("orders")[0], second.Up("orders")[0]);
        Assert.AreSame(first.Up("stock"), second.Up("stock"));
    }

    [TestMethod]
    public async Task View_ServerIsGone_StaysAsItWasAndIsStale()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateWithParentsAsync("/services/orders/a", SampleInstances.Json("orders", "a", 1));
        await using var catalog = new ZooKeeperServiceCatalog(client);
        await catalog.GetViewAsync();

        server.RefuseConnections = true;
        await server.DropConnectionsAsync();
        await Eventually.TrueAsync(() => catalog.IsStale);

        Assert.HasCount(1, (await catalog.GetViewAsync().WaitAsync(SharedServer.Deadline)).Up("orders"));
    }

    [TestMethod]
    public async Task View_PermissionIsTakenAway_KeepsTheLastInstances()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var admin = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await admin.AddAuthAsync("digest", "admin:secret"u8.ToArray());
        await client.CreateWithParentsAsync("/services/orders/a", SampleInstances.Json("orders", "a", 1));
        await using var catalog = new ZooKeeperServiceCatalog(client);
        Assert.IsTrue((await catalog.GetViewAsync()).IsReadable);

        await admin.SetAclAsync("/services", [new Acl(Permissions.All, "auth", "")]);
        await server.RestartAsync(); // a change of permissions has no event

        var view = await UntilAsync(catalog, view => !view.IsReadable);
        Assert.AreEqual("a", view.Up("orders").Single().Id);
    }

    [TestMethod]
    public async Task View_InterfacesOfDubbo_AreServices()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var url = Uri.EscapeDataString("dubbo://10.0.0.9:20880/com.example.Orders?application=shop");
        await client.CreateWithParentsAsync($"{root}/com.example.Orders/providers/{url}");
        await client.CreateWithParentsAsync($"{root}/com.example.Orders/configurators");
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root, Layout = ServiceLayout.DubboInterfaces });

        Assert.AreEqual("dubbo://10.0.0.9:20880", (await catalog.GetViewAsync()).Up("com.example.Orders").Single().Endpoints.Single().ToString());
    }

    [TestMethod]
    public async Task View_ProviderOfDubboIsNoUrl_IsWithoutItAndWarnsWithoutSecrets()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var twice = Uri.EscapeDataString("dubbo://user:se-cret@10.0.0.6:20880/com.example.Orders?token=se-cret"); // by a program that encodes again
        foreach (var name in new[] { "dubbo://10.0.0.9:20880/com.example.Orders", "dubbo://10.0.0.8:none/com.example.Orders?token=se-cret", "dubbo://user:se-cret@10.0.0.7/x", twice })
        {
            await client.CreateWithParentsAsync($"{root}/com.example.Orders/providers/{Uri.EscapeDataString(name)}");
        }

        using var logging = new RecordingLogger();
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root, Layout = ServiceLayout.DubboInterfaces, LoggerFactory = logging });

        var view = await catalog.GetViewAsync();

        Assert.AreEqual("dubbo://10.0.0.9:20880", view.Up("com.example.Orders").Single().Endpoints.Single().ToString());
        Assert.AreEqual("4030 4030 4030", string.Join(' ', logging.Events));
        var log = string.Join('\n', logging.Entries);
        Assert.Contains("10.0.0.8:none", log);
        Assert.Contains("10.0.0.7", log);
        Assert.Contains("10.0.0.6:20880", log);
        Assert.DoesNotContain("se-cret", log);
    }

    // Encoded, the name is valid. Decoded, it has a line break.
    [TestMethod]
    public async Task View_NameOfAProviderHasControlCharacters_TheWarningIsOneLine()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{root}/com.example.Orders/providers/{Uri.EscapeDataString("dubbo://x\nfail: forged\u001b[2J\u2028")}");
        using var logging = new RecordingLogger();
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root, Layout = ServiceLayout.DubboInterfaces, LoggerFactory = logging });

        await catalog.GetViewAsync();

        Assert.Contains("dubbo://x%0Afail: forged%1B[2J%E2%80%A8: The name is not a URL", logging.Entries.Single().Message);
    }

    private static async Task<ServiceView> UntilAsync(ZooKeeperServiceCatalog catalog, Func<ServiceView, bool> condition)
    {
        using var timeout = new CancellationTokenSource(SharedServer.Deadline);
        await foreach (var view in catalog.ObserveAsync(timeout.Token))
        {
            if (condition(view))
            {
                return view;
            }
        }

        throw new TimeoutException();
    }
}
