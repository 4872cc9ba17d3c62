using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Binding;

/// <summary>A change that comes in the middle of a bind: what is bound is one state all the same.</summary>
[TestClass]
public sealed class OneStateOneBindTests
{
    private static readonly string[] Names = ["First", "Second"];

    [TestMethod]
    [DataRow(typeof(IOptions<Pair>))]
    [DataRow(typeof(IOptionsSnapshot<Pair>))]
    [DataRow(typeof(IOptionsMonitor<Pair>))]
    public async Task Bind_ChangeInTheMiddle_IsOneState(Type kind)
    {
        await using var tree = await Subtree.CreateAsync(("First", "1"), ("Second", "1"));
        using var configuration = tree.Load();

        var pair = Bind(tree, configuration, kind, services => services.AddZooKeeperConfiguration());

        Assert.AreEqual("1", pair.First);
        Assert.AreEqual("1", pair.Second);
        Assert.AreEqual("2", configuration["Second"]);
    }

    [TestMethod]
    [DataRow(typeof(IOptions<Pair>))]
    [DataRow(typeof(IOptionsSnapshot<Pair>))]
    [DataRow(typeof(IOptionsMonitor<Pair>))]
    public async Task Bind_WithoutServices_IsTorn(Type kind)
    {
        await using var tree = await Subtree.CreateAsync(("First", "1"), ("Second", "1"));
        using var configuration = tree.Load();

        var pair = Bind(tree, configuration, kind, services => services);

        Assert.AreEqual("1", pair.First);
        Assert.AreEqual("2", pair.Second);
    }

    [TestMethod]
    public async Task Bind_AfterChange_IsTheNewState()
    {
        await using var tree = await Subtree.CreateAsync(("First", "1"), ("Second", "1"));
        using var configuration = tree.Load();
        using var services = new ServiceCollection().AddZooKeeperConfiguration().Configure<Pair>(configuration).BuildServiceProvider();
        var monitor = services.GetRequiredService<IOptionsMonitor<Pair>>();
        Assert.AreEqual("1", monitor.CurrentValue.Second);

        await tree.SetAllAsync(Names, "2");

        await Eventually.TrueAsync(() => monitor.CurrentValue is { First: "2", Second: "2" });
        using var scope = services.CreateScope();
        Assert.AreEqual("2", scope.ServiceProvider.GetRequiredService<IOptionsSnapshot<Pair>>().Value.Second);
    }

    [TestMethod]
    public async Task Create_Fails_ReleasesThePin()
    {
        await using var tree = await Subtree.CreateAsync(("First", "1"), ("Second", "1"));
        using var configuration = tree.Load();
        using var services = new ServiceCollection()
            .AddZooKeeperConfiguration()
            .AddOptions<Pair>()
            .Configure(_ =>
            {
                Assert.AreEqual("1", configuration["First"]);
                throw new InvalidOperationException();
            })
            .Services.BuildServiceProvider();

        Assert.ThrowsExactly<InvalidOperationException>(() => services.GetRequiredService<IOptions<Pair>>().Value);
        Change(tree, configuration);

        Assert.AreEqual("2", configuration["First"]);
    }

    private static Pair Bind(Subtree tree, ConfigurationRoot configuration, Type kind, Func<IServiceCollection, IServiceCollection> add)
    {
        using var services = add(new ServiceCollection().AddOptions())
            .AddOptions<Pair>()
            .Configure(pair => pair.First = configuration["First"])
            .Configure(_ => Change(tree, configuration))
            .Configure(pair => pair.Second = configuration["Second"])
            .Services.BuildServiceProvider();
        using var scope = services.CreateScope();
        return scope.ServiceProvider.GetRequiredService(kind) switch
        {
            IOptionsMonitor<Pair> monitor => monitor.CurrentValue,
            IOptions<Pair> options => options.Value,
            _ => throw new ArgumentException(kind.Name, nameof(kind)),
        };
    }

    // On another thread, which nothing is pinned on; when it returns, the new state is published.
    private static void Change(Subtree tree, ConfigurationRoot configuration) => Task.Run(async () =>
    {
        await tree.SetAllAsync(Names, "2");
        await Eventually.TrueAsync(() => configuration["Second"] == "2");
    }).GetAwaiter().GetResult();

    private sealed class Pair
    {
        public string? First { get; set; }

        public string? Second { get; set; }
    }
}
