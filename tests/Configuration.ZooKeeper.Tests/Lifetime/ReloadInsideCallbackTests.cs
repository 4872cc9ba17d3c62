using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Lifetime;

/// <summary><c>IConfigurationRoot.Reload()</c>, called by code that a reload has called: change callbacks may do that, delegates of the options may not.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class ReloadInsideCallbackTests
{
    private const int ReloadFailedEvent = 2003;

    [TestMethod]
    public async Task Reload_InsideChangeCallback_DoesNotDeadlock()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        var reloaded = 0;
        using var reloads = new Reloads(configuration, () =>
        {
            if (Interlocked.Increment(ref reloaded) == 1)
            {
                configuration.Reload();
            }
        });

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => reloads.Count > 1);
        await tree.SetAsync("Title", "three");

        await Eventually.TrueAsync(() => configuration["Title"] == "three");
    }

    [TestMethod]
    public async Task Reload_InsideChangeCallback_ReadsWhatItLoaded()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        var seen = new ConcurrentQueue<string?>();
        using var reloads = new Reloads(configuration, () =>
        {
            if (configuration["Title"] == "two")
            {
                tree.SetAsync("Title", "three").GetAwaiter().GetResult();
                configuration.Reload();
                seen.Enqueue(configuration["Title"]);
            }
        });

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => !seen.IsEmpty);

        Assert.AreEqual("three", seen.First());
    }

    [TestMethod]
    public async Task Reload_InsideADelegateOfTheOptions_FailsAndTheChangeTakesEffect()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var (log, calls) = (new RecordingLogging(), 0);
        ConfigurationRoot? loaded = null;
        using var configuration = tree.Load(options =>
        {
            options.Connection.LoggerFactory = log;
            options.MapKey = below =>
            {
                // A limit, because a stack overflow would end all tests.
                if (loaded is not null && Interlocked.Increment(ref calls) < 20)
                {
                    loaded.Reload();
                }

                return below;
            };
        });
        loaded = configuration;

        await tree.SetAsync("Title", "two");
        await Eventually.TrueAsync(() => configuration["Title"] == "two");

        Assert.IsLessThan(20, calls);
        Assert.Contains("MapKey", log.Of(ReloadFailedEvent).First().Text);
    }

    // A large change is mapped by two threads.
    [TestMethod]
    public async Task Reload_InsideADelegateDuringALargeChange_FailsAtOnce()
    {
        const int Znodes = 3000;
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        var large = new Multi();
        for (var i = 0; i < Znodes; i++)
        {
            large.Create(tree.PathOf($"Key{i}"), "1"u8.ToArray());
        }

        ConfigurationRoot? loaded = null;
        using var configuration = tree.Load(options =>
        {
            options.StartupTimeout = TimeSpan.FromSeconds(20);
            options.MapKey = below =>
            {
                if (below.EndsWith("00", StringComparison.Ordinal))
                {
                    loaded?.Reload();
                }

                return below;
            };
        });
        loaded = configuration;

        await tree.Client.MultiAsync(large);
        await Eventually.TrueAsync(() => configuration[$"Key{Znodes - 1}"] is not null);
    }
}
