using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Binding;

/// <summary>Direct reads of one state: <c>using var pin = configuration.PinZooKeeper()</c>.</summary>
[TestClass]
public sealed class PinTests
{
    [TestMethod]
    public async Task PinZooKeeper_ChangeWhilePinned_IsSeenAfterwards()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();

        using (configuration.PinZooKeeper())
        {
            Assert.AreEqual("one", configuration["Title"]);
            Change(tree, configuration, "Title", "two");
            Change(tree, configuration, "New", "1");

            Assert.AreEqual("one", configuration["Title"]);
            Assert.IsNull(configuration["New"]);
            CollectionAssert.AreEqual(new[] { "Title" }, configuration.GetChildren().Select(section => section.Key).ToArray());
        }

        Assert.AreEqual("two", configuration["Title"]);
        Assert.AreEqual("1", configuration["New"]);
    }

    [TestMethod]
    public async Task PinZooKeeper_WithoutPin_ChangeIsSeenAtOnce()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        Assert.AreEqual("one", configuration["Title"]);

        Change(tree, configuration, "Title", "two");

        Assert.AreEqual("two", configuration["Title"]);
    }

    [TestMethod]
    public async Task PinZooKeeper_Nested_OuterDecides()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        using var services = new ServiceCollection().AddZooKeeperConfiguration().Configure<Shop>(configuration).BuildServiceProvider();

        using (configuration.PinZooKeeper())
        {
            Assert.AreEqual("one", configuration["Title"]);
            Change(tree, configuration, "Title", "two");
            using (configuration.PinZooKeeper())
            {
                Assert.AreEqual("one", configuration["Title"]);
            }

            Assert.AreEqual("one", services.GetRequiredService<IOptions<Shop>>().Value.Title);
            Assert.AreEqual("one", configuration["Title"]);
        }

        Assert.AreEqual("two", configuration["Title"]);
    }

    [TestMethod]
    public async Task PinZooKeeper_MonitorCreatesInside_KeepsNothingOfThePin()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        using var services = new ServiceCollection().AddZooKeeperConfiguration().Configure<Shop>(configuration).BuildServiceProvider();
        var monitor = services.GetRequiredService<IOptionsMonitor<Shop>>();

        using (configuration.PinZooKeeper())
        {
            Assert.AreEqual("one", configuration["Title"]);
            Change(tree, configuration, "Title", "two");
            configuration.Reload();
            Assert.AreEqual("one", configuration["Title"]);
        }

        Assert.AreEqual("two", monitor.CurrentValue.Title);
    }

    [TestMethod]
    public async Task PinZooKeeper_OtherThread_IsNotPinned()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        string? ofOther = null;

        using (configuration.PinZooKeeper())
        {
            Assert.AreEqual("one", configuration["Title"]);
            Change(tree, configuration, "Title", "two");
            var other = new Thread(() => ofOther = configuration["Title"]);
            other.Start();
            other.Join();
        }

        Assert.AreEqual("two", ofOther);
    }

    [TestMethod]
    public async Task PinZooKeeper_TwoSources_EachIsOneState()
    {
        await using var one = await Subtree.CreateAsync(("A", "1"));
        await using var other = await Subtree.CreateAsync(("B", "1"));
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(one.Options()).AddZooKeeper(other.Options()).Build();

        using (configuration.PinZooKeeper())
        {
            Assert.AreEqual("1", configuration["A"]);
            Assert.AreEqual("1", configuration["B"]);
            Change(one, configuration, "A", "2");
            Change(other, configuration, "B", "2");

            Assert.AreEqual("1", configuration["A"]);
            Assert.AreEqual("1", configuration["B"]);
        }
    }

    [TestMethod]
    public async Task PinZooKeeper_DisposedTwice_DoesNotEndALaterPin()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        var first = configuration.PinZooKeeper();
        first.Dispose();

        using (configuration.PinZooKeeper())
        {
            Assert.AreEqual("one", configuration["Title"]);
            first.Dispose();
            Change(tree, configuration, "Title", "two");

            Assert.AreEqual("one", configuration["Title"]);
        }
    }

    // On another thread, which nothing is pinned on; when it returns, the new state is published.
    private static void Change(Subtree tree, ConfigurationRoot configuration, string name, string value) => Task.Run(async () =>
    {
        await tree.SetAsync(name, value);
        await Eventually.TrueAsync(() => configuration[name] == value);
    }).GetAwaiter().GetResult();

    private sealed class Shop
    {
        public string Title { get; set; } = "";
    }
}
