using Microsoft.Extensions.Configuration;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Reloading;

/// <summary>A reader that never pauses finds every key that exists, whatever is reloaded meanwhile.</summary>
[TestClass]
[TestCategory("EveryRelease")]
public sealed class HotReaderTests
{
    private const int Changes = 300;
    private const int BetweenRests = 25;

    [TestMethod]
    public async Task Read_WhileOthersChange_IsNeverNull()
    {
        await using var tree = await Subtree.CreateAsync(("Stable/Value", "stable"), ("Hot", "0"));
        using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
        using var reloads = new Reloads(configuration);

        var misses = await ReadAsync(configuration, async () =>
        {
            for (var change = 1; change <= Changes; change++)
            {
                await tree.SetAsync("Hot", $"{change}");
                await tree.SetAsync($"New/Key{change}", "1");
                if (change % BetweenRests == 0)
                {
                    await Eventually.TrueAsync(() => configuration[$"New:Key{change}"] == "1");
                }
            }
        });

        Assert.AreEqual(0, misses);
        Assert.IsGreaterThan(10, reloads.Count);
    }

    [TestMethod]
    public async Task Read_WhileReloadedByHand_IsNeverNull()
    {
        await using var tree = await Subtree.CreateAsync(("Stable/Value", "stable"), ("Hot", "0"));
        using var configuration = tree.Load();

        var misses = await ReadAsync(configuration, async () =>
        {
            for (var change = 1; change <= Changes / 10; change++)
            {
                await tree.SetAsync("Hot", $"{change}");
                configuration.Reload();
                Assert.AreEqual($"{change}", configuration["Hot"]);
            }
        });

        Assert.AreEqual(0, misses);
    }

    /// <returns>How often the key was not there.</returns>
    private static async Task<int> ReadAsync(ConfigurationRoot configuration, Func<Task> meanwhile)
    {
        using var done = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var reading = Task.Factory.StartNew(
            () =>
            {
                var misses = 0;
                started.SetResult();
                while (!done.IsCancellationRequested)
                {
                    misses += configuration["Stable:Value"] == "stable" && configuration.GetSection("Stable").GetChildren().Any() ? 0 : 1;
                }

                return misses;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await started.Task;
        try
        {
            await meanwhile();
        }
        finally
        {
            await done.CancelAsync();
        }

        return await reading;
    }
}
