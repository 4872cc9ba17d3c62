using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;
using ZooKeeper.ServiceDiscovery.Endpoints;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Endpoints;

/// <summary>What the provider keeps for each name that an application asks for: its requests to other hosts ask for their names, too.</summary>
[TestClass]
public sealed class EndpointFeedTests
{
    [TestMethod]
    public async Task Get_NamesWithoutInstances_ShareOneTokenThatFiresWhenAServiceAppears()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 1));
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root });
        await using var feed = new EndpointFeed(catalog, Options.Create(new ZooKeeperServiceEndpointOptions()), TimeProvider.System, NullLogger.Instance);

        var (_, one) = await feed.GetAsync("one.example", CancellationToken.None);
        var (_, stock) = await feed.GetAsync("stock", CancellationToken.None);
        var (_, orders) = await feed.GetAsync("orders", CancellationToken.None);
        Assert.AreSame(one, stock);
        Assert.AreNotSame(one, orders);

        await client.SetDataAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 2));
        await Eventually.TrueAsync(() => orders.HasChanged);
        Assert.IsFalse(one.HasChanged, "no service has appeared");

        await client.CreateWithParentsAsync($"{root}/Stock/b", SampleInstances.Json("Stock", "b", 3));
        await Eventually.TrueAsync(() => stock.HasChanged);
        Assert.AreEqual("b", (await feed.GetAsync("stock", CancellationToken.None)).Instances.Single().Id);
    }

    [TestMethod]
    public async Task Get_LastInstanceGoes_FiresItsTokenAndSharesTheOtherOne()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{root}/orders/a", SampleInstances.Json("orders", "a", 1));
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root });
        await using var feed = new EndpointFeed(catalog, Options.Create(new ZooKeeperServiceEndpointOptions()), TimeProvider.System, NullLogger.Instance);
        var (_, orders) = await feed.GetAsync("orders", CancellationToken.None);

        await client.DeleteAsync($"{root}/orders/a");

        await Eventually.TrueAsync(() => orders.HasChanged);
        var (none, again) = await feed.GetAsync("orders", CancellationToken.None);
        Assert.IsEmpty(none);
        Assert.AreSame((await feed.GetAsync("other", CancellationToken.None)).Changed, again);
        await client.CreateAsync($"{root}/orders/b", SampleInstances.Json("orders", "b", 1));
        await Eventually.TrueAsync(() => again.HasChanged);
    }

    [TestMethod]
    public async Task Get_ServiceOfTheSameNameGoes_FiresForThatInAnotherCase()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{root}/Orders/a", SampleInstances.Json("Orders", "a", 1));
        await client.CreateAsync($"{root}/orders");
        await using var catalog = new ZooKeeperServiceCatalog(client, new ServiceCatalogOptions { Root = root });
        await using var feed = new EndpointFeed(catalog, Options.Create(new ZooKeeperServiceEndpointOptions()), TimeProvider.System, NullLogger.Instance);
        var (none, orders) = await feed.GetAsync("orders", CancellationToken.None);
        Assert.IsEmpty(none);

        await client.DeleteAsync($"{root}/orders");

        await Eventually.TrueAsync(() => orders.HasChanged);
        Assert.HasCount(1, (await feed.GetAsync("orders", CancellationToken.None)).Instances);
    }
}
