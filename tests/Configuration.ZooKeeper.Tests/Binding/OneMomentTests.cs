using System.Collections.Concurrent;
using Configuration.ZooKeeper.Tests.Validation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Binding;

/// <summary>All options of a listener, and all of a scope, are of one moment. A and B are always written in one transaction.</summary>
[TestClass]
public sealed class OneMomentTests
{
    private static readonly string[] Both = ["A/V", "B/V"];

    [TestMethod]
    public async Task OnChange_OtherMonitors_AreOfThatSnapshotOrALaterOne()
    {
        await using var tree = await Subtree.CreateAsync(("A/V", "0"), ("B/V", "0"));
        using var configuration = Load(tree);
        using var host = await StartAsync(configuration);
        var (a, b) = (MonitorOf<A>(host.Services), MonitorOf<B>(host.Services));
        var seen = new ConcurrentQueue<(int Own, int Other, int Named)>();
        var named = host.Services.GetRequiredService<IOptionsMonitor<Named>>();
        using var listeningToA = a.OnChange(options => seen.Enqueue((options.V, b.CurrentValue.V, named.Get("b").V)));
        using var listeningToB = b.OnChange(options => seen.Enqueue((options.V, a.CurrentValue.V, named.Get("b").V)));

        for (var number = 1; number <= 20; number++)
        {
            Assert.AreEqual(a.CurrentValue.V, named.Get("b").V); // so that the old one is cached
            await tree.SetAllAsync(Both, $"{number}");
            await Eventually.TrueAsync(() => seen.Any(seen => seen.Own == number) && a.CurrentValue.V == number && b.CurrentValue.V == number);
        }

        Assert.IsEmpty(seen.Where(seen => seen.Other < seen.Own || seen.Named < seen.Own).ToArray());
    }

    [TestMethod]
    public async Task Reload_ByHand_OtherMonitorsAreOfThatSnapshot()
    {
        await using var tree = await Subtree.CreateAsync(("A/V", "0"), ("B/V", "0"));
        using var configuration = Load(tree, options => options.ReloadOnChange = false);
        using var host = await StartAsync(configuration);
        var (a, b) = (MonitorOf<A>(host.Services), MonitorOf<B>(host.Services));
        var seen = new ConcurrentQueue<int>();
        using var listeningToA = a.OnChange(_ => seen.Enqueue(b.CurrentValue.V));
        using var listeningToB = b.OnChange(_ => seen.Enqueue(a.CurrentValue.V));
        Assert.AreEqual(0, a.CurrentValue.V + b.CurrentValue.V);

        await tree.SetAllAsync(Both, "1");
        configuration.Reload();

        Assert.IsNotEmpty(seen);
        Assert.IsEmpty(seen.Where(value => value != 1).ToArray());
    }

    [TestMethod]
    public async Task Publish_OptionsWithoutAChangeToken_StayInTheCache()
    {
        await using var tree = await Subtree.CreateAsync(("A/V", "0"), ("B/V", "0"));
        using var configuration = Load(tree);
        using var host = await StartAsync(configuration);
        var own = new A { V = -1 };
        Assert.IsTrue(host.Services.GetRequiredService<IOptionsMonitorCache<A>>().TryAdd("own", own));
        var monitor = MonitorOf<A>(host.Services);

        await tree.SetAllAsync(Both, "1");

        await Eventually.TrueAsync(() => monitor.CurrentValue.V == 1);
        Assert.AreSame(own, monitor.Get("own"));
    }

    [TestMethod]
    public async Task Snapshot_ReadLaterInAScope_IsOfTheFirstRead()
    {
        await using var tree = await Subtree.CreateAsync(("A/V", "0"), ("B/V", "0"));
        using var configuration = Load(tree);
        using var host = await StartAsync(configuration);
        using var scope = host.Services.CreateScope();
        Assert.AreEqual(0, SnapshotOf<A>(scope));

        await tree.SetAllAsync(Both, "1");
        await Eventually.TrueAsync(() => configuration["B:V"] == "1");

        Assert.AreEqual(0, SnapshotOf<B>(scope));
        Assert.AreEqual(0, await Task.Run(() => scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<Named>>().Get("b").V));
        using var next = host.Services.CreateScope();
        Assert.AreEqual((1, 1), (SnapshotOf<A>(next), SnapshotOf<B>(next)));
    }

    [TestMethod]
    public async Task Snapshot_ManyScopesAndThreadsUnderWrites_AreOfOneMoment()
    {
        await using var tree = await Subtree.CreateAsync(("A/V", "0"), ("B/V", "0"));
        using var configuration = Load(tree);
        using var host = await StartAsync(configuration);
        var isOver = false;
        var torn = 0;
        var reading = Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                using var scope = host.Services.CreateScope();
                var (a, b) = (0, 0);
                Parallel.Invoke(() => a = SnapshotOf<A>(scope), () => b = SnapshotOf<B>(scope));
                torn += a == b ? 0 : 1;
            }
        });

        for (var number = 1; number <= Effort.Of(daily: 100, nightly: 2_000); number++)
        {
            await tree.SetAllAsync(Both, $"{number}");
        }

        Volatile.Write(ref isOver, true);
        await reading;
        Assert.AreEqual(0, torn);
    }

    // The framework creates options for the caches of all threads; a scope is of the past.
    [TestMethod]
    public async Task Monitor_CreatedInsideASnapshot_IsNotOfTheScope()
    {
        await using var tree = await Subtree.CreateAsync(("A/V", "0"), ("B/V", "0"));
        using var configuration = Load(tree);
        using var host = await ValidatedHost.StartWithAsync(configuration, services =>
        {
            services.AddOptions<A>().BindConfiguration("A");
            services.AddOptions<B>().BindConfiguration("B").Configure<IOptionsMonitor<Named>>((options, monitor) => options.Seen = monitor.Get("b").V);
            services.AddOptions<Named>("b").BindConfiguration("B");
            services.AddZooKeeperConfiguration();
        });
        using var scope = host.Services.CreateScope();
        Assert.AreEqual(0, SnapshotOf<A>(scope));
        await tree.SetAllAsync(Both, "1");
        await Eventually.TrueAsync(() => configuration["B:V"] == "1");

        var b = scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<B>>().Value;

        Assert.AreEqual((0, 1), (b.V, b.Seen));
        Assert.AreEqual(1, host.Services.GetRequiredService<IOptionsMonitor<Named>>().Get("b").V);
    }

    [TestMethod]
    public async Task PinZooKeeper_ScopeInside_IsOfThePin()
    {
        await using var tree = await Subtree.CreateAsync(("A/V", "0"), ("B/V", "0"));
        using var configuration = Load(tree);
        using var host = await StartAsync(configuration);
        using var scope = host.Services.CreateScope();

        using (configuration.PinZooKeeper())
        {
            Assert.AreEqual("0", configuration["A:V"]);
            Task.Run(async () =>
            {
                await tree.SetAllAsync(Both, "1");
                await Eventually.TrueAsync(() => configuration["A:V"] == "1");
            }).GetAwaiter().GetResult();

            Assert.AreEqual(0, SnapshotOf<A>(scope));
            Assert.AreEqual("0", configuration["B:V"]);
        }

        Assert.AreEqual(0, SnapshotOf<B>(scope));
        Assert.AreEqual("1", configuration["B:V"]);
    }

    private static ConfigurationRoot Load(Subtree tree, Action<ZooKeeperConfigurationOptions>? configure = null) => tree.Load(options =>
    {
        options.MinReloadInterval = TimeSpan.Zero;
        configure?.Invoke(options);
    });

    private static Task<ValidatedHost> StartAsync(IConfigurationRoot configuration) => ValidatedHost.StartWithAsync(configuration, services =>
    {
        services.AddOptions<A>().BindConfiguration("A");
        services.AddOptions<B>().BindConfiguration("B");
        services.AddOptions<Named>("b").BindConfiguration("B");
        services.AddZooKeeperConfiguration();
    });

    private static IOptionsMonitor<T> MonitorOf<T>(IServiceProvider services) => services.GetRequiredService<IOptionsMonitor<T>>();

    private static int SnapshotOf<T>(IServiceScope scope)
        where T : class, IValue => scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<T>>().Value.V;

    private interface IValue
    {
        int V { get; }
    }

    private sealed class A : IValue
    {
        public int V { get; set; }
    }

    private sealed class B : IValue
    {
        public int V { get; set; }

        public int Seen { get; set; }
    }

    private sealed class Named
    {
        public int V { get; set; }
    }
}
