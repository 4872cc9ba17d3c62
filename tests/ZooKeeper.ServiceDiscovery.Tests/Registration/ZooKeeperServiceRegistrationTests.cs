using System.Text;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Registration;

[TestClass]
public sealed class ZooKeeperServiceRegistrationTests
{
    [TestMethod]
    public async Task Register_WithMetadata_WritesWhatSpringWrites()
    {
        await using var client = await SharedServer.ConnectAsync();
        var options = new ServiceRegistrationOptions { Id = "1", Address = "h", Port = 80, SslPort = 443, Weight = 0.5, Zone = "east", Metadata = { ["version"] = "3" } };
        await using var registration = new ZooKeeperServiceRegistration(client, "written", options);

        await registration.RegisterAsync();

        var json = Encoding.UTF8.GetString((await client.GetDataAsync("/services/written/1")).Data!);
        var time = registration.Instance!.RegisteredAt.ToUnixTimeMilliseconds();
        Assert.AreEqual(
            """{"name":"written","id":"1","address":"h","port":80,"sslPort":443,"payload":{"@class":"org.springframework.cloud.zookeeper.discovery.ZookeeperInstance","id":"1","name":"written","metadata":{"version":"3","instance_status":"UP","weight":"0.5","zone":"east"}},"registrationTimeUTC":TIME,"serviceType":"DYNAMIC","uriSpec":{"parts":[{"value":"scheme","variable":true},{"value":"://","variable":false},{"value":"address","variable":true},{"value":":","variable":false},{"value":"port","variable":true}]}}"""
                .Replace("TIME", $"{time}", StringComparison.Ordinal),
            json);
    }

    [TestMethod]
    [DataRow("2001:db8::7")]
    [DataRow("[2001:db8::7]")]
    public async Task Register_IPv6Address_IsWrittenAsInAUri(string address)
    {
        await using var client = await SharedServer.ConnectAsync();
        var service = address.StartsWith('[') ? "brackets" : "plain";
        await using var registration = new ZooKeeperServiceRegistration(client, service, new ServiceRegistrationOptions { Id = "1", Address = address, Port = 80 });
        await registration.RegisterAsync();

        await registration.SetStatusAsync(ServiceStatus.OutOfService);

        Assert.AreEqual("2001:db8::7", registration.Instance!.Address);
        Assert.AreEqual("http://[2001:db8::7]:80", registration.Instance.Endpoints.Single().ToString());
        Assert.Contains("""
            "address":"[2001:db8::7]"
            """, Encoding.UTF8.GetString((await client.GetDataAsync($"/services/{service}/1")).Data!));
    }

    [TestMethod]
    public async Task SetStatus_BeforeAndAfterTheRegistration_IsSeen()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var catalog = new ZooKeeperServiceCatalog(client);
        await using var registration = new ZooKeeperServiceRegistration(client, "status", new ServiceRegistrationOptions { Address = "h", Port = 80 });
        await registration.SetStatusAsync(ServiceStatus.OutOfService);

        await registration.RegisterAsync();
        await Eventually.TrueAsync(async () => (await catalog.GetViewAsync()).Instances("status").SingleOrDefault()?.Status == ServiceStatus.OutOfService);

        await registration.SetStatusAsync(ServiceStatus.Up);
        await Eventually.TrueAsync(async () => (await catalog.GetViewAsync()).Up("status").Count == 1);
    }

    [TestMethod]
    public async Task SessionLostAfterAChange_ComesBackWithTheChange()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var observer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var catalog = new ZooKeeperServiceCatalog(observer);
        await using var registration = new ZooKeeperServiceRegistration(client, "orders", new ServiceRegistrationOptions { Id = "1", Address = "h", Port = 80 });
        await registration.RegisterAsync();
        await registration.SetStatusAsync(ServiceStatus.OutOfService);
        var former = (await observer.ExistsAsync("/services/orders/1"))!.Value;

        await server.ExpireSessionAsync(client.SessionId);

        await Eventually.TrueAsync(async () => await observer.ExistsAsync("/services/orders/1") is { } stat && stat.Czxid != former.Czxid);
        await catalog.GetViewAsync();
        await Eventually.TrueAsync(() => catalog.Current!.Instances("orders").SingleOrDefault()?.Status == ServiceStatus.OutOfService);
    }

    [TestMethod]
    public async Task SetStatus_CancelledInAnOutageAndRepeated_WaitsUntilItIsWritten()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var options = new ServiceRegistrationOptions { Id = "1", Address = "h", Port = 80 };
        await using var registration = new ZooKeeperServiceRegistration(client, "orders", options);
        await registration.RegisterAsync();
        server.RefuseConnections = true;
        await server.DropConnectionsAsync();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);
        using var impatient = new CancellationTokenSource();
        var first = registration.SetStatusAsync(ServiceStatus.OutOfService, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => first.WaitAsync(SharedServer.Deadline));

        var again = registration.SetStatusAsync(ServiceStatus.OutOfService);

        Assert.IsFalse(again.IsCompleted);
        Assert.AreEqual(ServiceStatus.Up, registration.Instance!.Status, "as others see it");
        server.RefuseConnections = false;
        await again.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(ServiceStatus.OutOfService, registration.Instance.Status);
        Assert.Contains("OUT_OF_SERVICE", Encoding.UTF8.GetString((await client.GetDataAsync("/services/orders/1")).Data!));
    }

    [TestMethod]
    public async Task SetStatus_NotPermittedAndRepeated_ThrowsAgain()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var options = new ServiceRegistrationOptions { Address = "h", Port = 80, Acl = [new Acl(Permissions.All & ~Permissions.Write, "world", "anyone")] };
        await using var registration = new ZooKeeperServiceRegistration(client, "orders", options);
        await registration.RegisterAsync();
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => registration.SetStatusAsync(ServiceStatus.OutOfService).WaitAsync(SharedServer.Deadline));

        await Assert.ThrowsExactlyAsync<NoAuthException>(() => registration.SetStatusAsync(ServiceStatus.OutOfService).WaitAsync(SharedServer.Deadline));

        Assert.AreEqual(ServiceStatus.Up, registration.Instance!.Status);
    }

    [TestMethod]
    public async Task Register_TwiceOrAfterTheRemoval_Throws()
    {
        await using var client = await SharedServer.ConnectAsync();
        var registration = new ZooKeeperServiceRegistration(client, "twice", new ServiceRegistrationOptions { Address = "h", Port = 80 });
        await registration.RegisterAsync();
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => registration.RegisterAsync());

        await registration.DisposeAsync();

        Assert.IsEmpty((await client.GetChildrenAsync("/services/twice")).Names);
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => registration.RegisterAsync());
    }

    [TestMethod]
    public async Task Register_IsRejected_HasNoInstanceUntilItSucceeds()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/services");
        await client.SetAclAsync("/services", [new Acl(Permissions.Read | Permissions.Admin, "world", "anyone")]);
        await using var registration = new ZooKeeperServiceRegistration(client, "orders", new ServiceRegistrationOptions { Address = "h", Port = 80 });

        await Assert.ThrowsExactlyAsync<NoAuthException>(() => registration.RegisterAsync());

        Assert.IsNull(registration.Instance);
        await client.SetAclAsync("/services", Acl.Open);
        await registration.RegisterAsync();
        Assert.IsNotNull(registration.Instance);
    }

    [TestMethod]
    public async Task Options_ThatNobodyWouldSee_Throw()
    {
        await using var client = await SharedServer.ConnectAsync();

        Assert.ThrowsExactly<ArgumentException>(() => new ZooKeeperServiceRegistration(client, "orders", new ServiceRegistrationOptions { Payload = ServicePayload.None, Zone = "east" }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ZooKeeperServiceRegistration(client, "orders", new ServiceRegistrationOptions { Port = 70_000 }));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new ZooKeeperServiceRegistration(client, "orders", new ServiceRegistrationOptions { StopDelay = TimeSpan.MaxValue }));
        await using var registration = new ZooKeeperServiceRegistration(client, "orders");
        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => registration.RegisterAsync());
    }

    [TestMethod]
    [DataRow("team/orders", "1", "team/orders")]
    [DataRow("orders", "host/1", "host/1")]
    [DataRow("orders", "..", "..")]
    [DataRow("zookeeper\u0001", "1", "zookeeper")]
    public async Task Name_ThatIsNoNameOfAZnode_Throws(string name, string id, string named)
    {
        await using var client = await SharedServer.ConnectAsync();

        var e = Assert.ThrowsExactly<ArgumentException>(() => new ZooKeeperServiceRegistration(client, name, new ServiceRegistrationOptions { Id = id, Address = "h", Port = 80 }));

        Assert.Contains(named, e.Message);
    }

    [TestMethod]
    [DataRow("10.0.0.7:8080")]
    [DataRow("http://shop")]
    [DataRow("10.0.0.7 ")]
    [DataRow("")]
    public async Task Options_AddressThatIsNoHost_Throws(string address)
    {
        await using var client = await SharedServer.ConnectAsync();

        var e = Assert.ThrowsExactly<ArgumentException>(
            () => new ZooKeeperServiceRegistration(client, "orders", new ServiceRegistrationOptions { Address = address, Port = 80 }));

        Assert.Contains($"'{address}'", e.Message);
    }
}
