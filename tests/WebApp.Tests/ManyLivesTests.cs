using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace WebApp.Tests;

/// <summary>A web application started and disposed again and again in one process: no session, no socket and no timer stays behind.</summary>
[TestClass]
[DoNotParallelize] // sockets and timers are the whole process's
public sealed class ManyLivesTests
{
    private const int Lives = 20;

    [TestMethod]
    public async Task Dispose_WebApplication_LeavesNothing()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await ZooKeeper.Client.ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await client.CreateAsync("/shop");
        await client.CreateAsync("/shop/Title", "0"u8.ToArray());
        await LiveAsync(server, client, life: 0); // what is made once in a process is not what is looked for
        var (sessions, sockets, timers) = ((await server.GetConnectedSessionsAsync()).Count, OpenSockets, Timer.ActiveCount);

        for (var life = 1; life <= Lives; life++)
        {
            await LiveAsync(server, client, life);
        }

        Assert.HasCount(sessions, await server.GetConnectedSessionsAsync());
        await Eventually.TrueAsync(() => OpenSockets - sockets < Lives / 4, because: $"{sockets} sockets as before, there are {OpenSockets}");
        await Eventually.TrueAsync(() => Timer.ActiveCount - timers < Lives / 4, because: $"{timers} timers as before, there are {Timer.ActiveCount}");
    }

    private static int OpenSockets => Directory.GetFiles("/proc/self/fd")
        .Count(descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    private static async Task LiveAsync(ZooKeeperServer server, ZooKeeper.Client.ZooKeeperClient client, int life)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.AddZooKeeper(options =>
        {
            options.ConnectionString = server.ConnectionString;
            options.Paths.Add("/shop");
        });
        builder.Services.Configure<ShopOptions>(builder.Configuration);
        await using var app = builder.Build();
        app.MapGet("/title", (IOptionsSnapshot<ShopOptions> shop) => shop.Value.Title);
        await app.StartAsync();
        using var http = app.GetTestClient();

        await client.SetDataAsync("/shop/Title", Encoding.UTF8.GetBytes($"{life}"));
        await Eventually.TrueAsync(async () => await http.GetStringAsync(new Uri("/title", UriKind.Relative)) == $"{life}");
        ((IConfigurationRoot)app.Configuration).Reload();
        await app.StopAsync();
    }
}
