using System.Text;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Interop;

/// <summary>Instances of Apache Curator's x-discovery, with and without the payload of Spring Cloud, are found here, and those of this library there.</summary>
[TestClass]
public sealed class CuratorInteropTests
{
    private static string Servers => SharedServer.Server.ConnectionString;

    [TestMethod]
    [DataRow("register-spring")]
    [DataRow("register-plain")]
    public async Task InstanceOfCurator_IsFoundHereAndWrittenByteForByte(string mode)
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var catalog = new ZooKeeperServiceCatalog(client);
        await using var curator = new CuratorProcess(mode, Servers, mode, "id-1");

        await Eventually.TrueAsync(async () => (await catalog.GetViewAsync()).Up(mode).Count == 1);

        var instance = catalog.Current!.Up(mode).Single();
        Assert.AreEqual("http://10.0.0.7:8080", instance.Endpoints.Single().ToString());
        var written = (await client.GetDataAsync($"/services/{mode}/id-1")).Data!;
        Assert.AreEqual(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(instance.ToJson()));
        await curator.EndAsync();
        await Eventually.TrueAsync(async () => (await catalog.GetViewAsync()).Up(mode).Count == 0);
    }

    [TestMethod]
    [DataRow("find-spring", ServicePayload.Spring, ServiceStatus.Up, "http://10.0.0.9:5000 true {zone=east, instance_status=UP, weight=2.5}")]
    [DataRow("find-spring", ServicePayload.None, ServiceStatus.Up, "http://10.0.0.9:5000 true null")]
    [DataRow("find-plain", ServicePayload.None, ServiceStatus.Up, "http://10.0.0.9:5000 true null")]
    [DataRow("find-plain", ServicePayload.None, ServiceStatus.OutOfService, "http://10.0.0.9:5000 false null")]
    public async Task InstanceOfOurs_IsFoundByCurator(string mode, ServicePayload payload, ServiceStatus status, string expected)
    {
        await using var client = await SharedServer.ConnectAsync();
        var options = new ServiceRegistrationOptions { Id = "id-2", Address = "10.0.0.9", Port = 5000, Payload = payload, Status = status };
        if (payload == ServicePayload.Spring)
        {
            (options.Weight, options.Zone) = (2.5, "east");
        }

        var name = $"{mode}-{payload}-{status}";
        await using var registration = new ZooKeeperServiceRegistration(client, name, options);
        await registration.RegisterAsync();

        await using var curator = new CuratorProcess(mode, Servers, name, "id-2");

        Assert.AreEqual(Sorted(expected), Sorted(await curator.EndAsync()));
    }

    [TestMethod]
    public async Task InstanceOfOursWithIPv6_HasAUriInCurator()
    {
        await using var client = await SharedServer.ConnectAsync();
        var options = new ServiceRegistrationOptions { Id = "id-3", Address = "2001:db8::9", Port = 5000, Payload = ServicePayload.None };
        await using var registration = new ZooKeeperServiceRegistration(client, "ipv6", options);
        await registration.RegisterAsync();

        await using var curator = new CuratorProcess("find-plain", Servers, "ipv6", "id-3");

        Assert.StartsWith("http://[2001:db8::9]:5000 ", await curator.EndAsync());
    }

    // A map of Java has no order.
    private static string Sorted(string text) => string.Join(' ', text.Split(['{', '}', ',', ' '], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
}
