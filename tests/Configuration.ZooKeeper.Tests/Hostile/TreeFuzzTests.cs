using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Hostile;

/// <summary>No tree ends the process, stops a source for good, or takes its memory.</summary>
[TestClass]
public sealed class TreeFuzzTests
{
    private const long MostMemory = 300_000_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Source_OfRandomTrees_LivesAndIsWhatAFreshOneWouldBe()
    {
        var seed = FuzzSeed.Next(TestContext.WriteLine);
        var (compared, rejected) = (0, 0);
        for (var run = 0; run < Effort.Of(daily: 4, nightly: 100); run++)
        {
            var random = new Random(seed + run);
            await using var tree = await Subtree.CreateAsync(("Sentinel", "alive"));
            await tree.Client.CreateAsync(tree.PathOf("fuzz"));
            using var configuration = tree.Load(options => options.MinReloadInterval = TimeSpan.Zero);
            var znodes = new RandomTree(random, tree.PathOf("fuzz"), isTame: run % 2 == 0);
            for (var step = 0; step < Effort.Of(daily: 40, nightly: 150); step++)
            {
                await TryAsync(() => tree.Client.MultiAsync(znodes.Next()));
                _ = configuration.AsEnumerable().Count();
            }

            if (!znodes.HasUnreadable && TryLoad(tree) is { } fresh)
            {
                using (fresh)
                {
                    var expected = Lines(fresh);
                    await Eventually.TrueAsync(() => Lines(configuration).SequenceEqual(expected), Deadline, $"what a fresh source has, with seed {seed + run}");
                    compared++;
                }
            }
            else
            {
                rejected++;
            }

            foreach (var path in znodes.Paths)
            {
                await TryAsync(() => tree.Client.DeleteAsync(path));
            }

            await tree.SetAsync("Sentinel", "still alive");
            await Eventually.TrueAsync(() => configuration["Sentinel"] == "still alive", Deadline, $"seed {seed + run}");
        }

        TestContext.WriteLine($"{compared} compared, {rejected} rejected or with unreadable znodes");
        Assert.IsLessThan(MostMemory, GC.GetTotalMemory(forceFullCollection: true));
    }

    // If znodes write one key in several ways, its spelling may depend on which came first.
    private static string[] Lines(IConfiguration configuration) => [.. configuration.AsEnumerable().Select(pair => $"{pair.Key.ToUpperInvariant()}={pair.Value}")];

    private static ConfigurationRoot? TryLoad(Subtree tree)
    {
        try
        {
            return tree.Load(options => options.ReloadOnChange = false);
        }
        catch (ZooKeeperConfigurationException)
        {
            return null; // something is malformed, so the source keeps its last good configuration
        }
    }

    private static async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (ZooKeeperException e) when (!e.IsTransient)
        {
            // Impossible: the znode is there, or is not, or has children.
        }
    }
}
