using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Registration;

[TestClass]
public sealed class RegistrationHostTests
{
    [TestMethod]
    public async Task Host_WebServerOnAFreePort_IsRegisteredWithItAndRemovedBeforeItStops()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var catalog = new ZooKeeperServiceCatalog(client);
        using var http = new HttpClient();
        var time = new FakeTimeProvider();
        await using var app = await WebApp.StartAsync(server.ConnectionString, "orders", options =>
        {
            options.Id = "one";
            options.TimeProvider = time;
            options.StopDelay = TimeSpan.FromMinutes(1);
        });
        await Eventually.TrueAsync(async () => (await catalog.GetViewAsync()).Up("orders").Count == 1);
        var address = catalog.Current!.Up("orders").Single().Endpoints.Single().ToUri();
        Assert.AreEqual(app.Urls.Single() + "/", address.ToString());
        Assert.IsTrue(app.Registration.IsRegistered);

        var stopping = app.StopAsync();

        await Eventually.TrueAsync(async () => (await catalog.GetViewAsync()).Up("orders").Count == 0);
        Assert.AreEqual("one", await http.GetStringAsync(address), "it serves those who learn of it late");
        Assert.IsFalse(stopping.IsCompleted);
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return stopping.IsCompleted;
        });
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(address));
    }

    [TestMethod]
    public async Task Host_ZooKeeperIsNotThere_StartsAndRegistersLater()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        server.RefuseConnections = true;
        await using var app = await WebApp.StartAsync(server.ConnectionString, "orders");
        Assert.IsFalse(app.Registration.IsRegistered);

        server.RefuseConnections = false;

        await Eventually.TrueAsync(() => app.Registration.IsRegistered);
    }

    [TestMethod]
    public async Task Host_MayNotRegisterAtFirst_RegistersWhenItMay()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var admin = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await admin.CreateAsync("/services", acl: [new Acl(Permissions.Read | Permissions.Admin, "world", "anyone")]);
        using var logging = new RecordingLogger();
        var time = new FakeTimeProvider();
        await using var app = await WebApp.StartAsync(server.ConnectionString, "orders", options => (options.LoggerFactory, options.TimeProvider) = (logging, time));
        await Eventually.TrueAsync(() => logging.Events.Contains(4033));

        await admin.SetAclAsync("/services", Acl.Open);

        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return logging.Events.Contains(4031);
        });
        Assert.IsTrue(app.Registration.IsRegistered);
        await app.StopAsync();
        Assert.Contains(4032, logging.Events);
    }

    [TestMethod]
    public async Task Host_StoppedWhileZooKeeperIsNotThere_Stops()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        server.RefuseConnections = true;
        await using var app = await WebApp.StartAsync(server.ConnectionString, "orders");

        await app.StopAsync().WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public async Task Host_WebServerOnLoopbackOnly_WarnsWithWhatToSet()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var logging = new RecordingLogger();
        await using var app = await WebApp.StartAsync(server.ConnectionString, "orders", options => options.LoggerFactory = logging);

        await Eventually.TrueAsync(() => logging.Events.Contains(4031));

        var (_, level, message) = logging.Entries.Single(entry => entry.Id == 4035);
        Assert.AreEqual(LogLevel.Warning, level);
        Assert.Contains("127.0.0.1", message);
        Assert.Contains(nameof(ServiceRegistrationOptions.Address), message);
    }

    [TestMethod]
    [DataRow("10.0.0.7")]
    [DataRow("127.0.0.1")]
    public async Task Host_AddressIsSet_DoesNotWarnOfTheWebServer(string address)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var logging = new RecordingLogger();
        await using var app = await WebApp.StartAsync(server.ConnectionString, "orders", options => (options.LoggerFactory, options.Address) = (logging, address));

        await Eventually.TrueAsync(() => logging.Events.Contains(4031));

        Assert.DoesNotContain(4035, logging.Events);
    }

    [TestMethod]
    public async Task Host_NoWebServerAndNoPort_FailsWithWhatToSet()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = SharedServer.Server.ConnectionString);
        builder.Services.AddZooKeeperServiceRegistration("orders");
        using var host = builder.Build();

        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains(nameof(ServiceRegistrationOptions.Port), e.Message);
    }

    [TestMethod]
    public async Task Host_NoWebServerButAnAddress_IsRegisteredWithIt()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddZooKeeperCoordination(options => options.Connection.ConnectionString = server.ConnectionString);
        builder.Services.AddZooKeeperServiceRegistration("orders", options => (options.Address, options.Port) = ("10.0.0.7", 5000));
        using var host = builder.Build();
        await host.StartAsync();
        var registration = host.Services.GetRequiredService<ZooKeeperServiceRegistration>();

        await Eventually.TrueAsync(() => registration.IsRegistered);

        Assert.AreEqual("http://10.0.0.7:5000", registration.Instance!.Endpoints.Single().ToString());
        await host.StopAsync();
    }
}
