using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Lifetime;

/// <summary>One life after the other in the same process: no session, no socket and no timer stays behind.</summary>
[TestClass]
[DoNotParallelize] // sockets and timers are the whole process's
public sealed class ManyLivesTests
{
    private const int Lives = 20;

    private readonly OwnSessions _sessions = new();

    [TestMethod]
    public async Task Dispose_Builder_LeavesNothing()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));

        await LiveAsync(async life =>
        {
            using var configuration = tree.Load(options => _sessions.Mark(options.Connection));
            await FollowAsync(tree, configuration, life);
            configuration.Reload();
        });
    }

    [TestMethod]
    public async Task Dispose_Host_LeavesNothing()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));

        await LiveAsync(async life =>
        {
            var builder = Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders();
            builder.AddZooKeeper(tree.Options(options => _sessions.Mark(options.Connection)));
            builder.Services.Configure<Shop>(builder.Configuration);
            using var host = builder.Build();
            await host.StartAsync();
            var monitor = host.Services.GetRequiredService<IOptionsMonitor<Shop>>();
            using var listening = monitor.OnChange(_ => { });
            await FollowAsync(tree, builder.Configuration, life);
            await Eventually.TrueAsync(() => monitor.CurrentValue.Title == $"{life}");
            ((IConfigurationRoot)builder.Configuration).Reload();
            await host.StopAsync();
        });
    }

    [TestMethod]
    public async Task Load_Fails_LeavesNothing()
    {
        await using var missing = await Subtree.NewAsync(SharedServer.ConnectionString);

        await LiveAsync(_ =>
        {
            Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => missing.Load(options => _sessions.Mark(options.Connection)));
            Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => missing.Load(options =>
            {
                options.ConnectionString = "127.0.0.1:1";
                options.StartupTimeout = TimeSpan.FromMilliseconds(50);
            }));
            return Task.CompletedTask;
        });
    }

    private static async Task FollowAsync(Subtree tree, IConfiguration configuration, int life)
    {
        await tree.SetAsync("Title", $"{life}");
        await Eventually.TrueAsync(() => configuration["Title"] == $"{life}");
    }

    private async Task LiveAsync(Func<int, Task> life)
    {
        // What is made once in a process, and pools that grow, are not what is looked for; what each life leaves is.
        await life(0);
        await Task.Yield();
        var (sockets, timers) = (OpenSockets.Count, Timer.ActiveCount);

        for (var number = 1; number <= Lives; number++)
        {
            await life(number);
        }

        Assert.IsEmpty(await _sessions.ConnectedAsync());
        await Eventually.TrueAsync(() => OpenSockets.Count - sockets < Lives / 4, because: $"{sockets} sockets as before, there are {OpenSockets.Count}");
        await Eventually.TrueAsync(() => Timer.ActiveCount - timers < Lives / 4, because: $"{timers} timers as before, there are {Timer.ActiveCount}");
    }

    private sealed class Shop
    {
        public string Title { get; set; } = "";
    }
}
