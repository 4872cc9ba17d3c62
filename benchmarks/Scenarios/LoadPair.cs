using Benchmarks.Floor;
using Benchmarks.Reporting;
using Microsoft.Extensions.Configuration;

namespace Benchmarks.Scenarios;

/// <summary>
/// Loads of one tree by ours and by the floor in turns. Of the floor's sizes of chunks the one with the better median counts: the best of two tries in
/// each run would be luck as well.
/// </summary>
internal sealed class LoadPair(string connectionString, ConfigurationTree tree)
{
    // What runs once in a load is compiled for good after it has run 30 times.
    private const int WarmUps = 40;
    private const int WarmUpKeys = 1_000;

    private readonly Fingerprint _expected = tree.Fingerprint();
    private readonly RawLoadSeries[] _floors = [new(256), new(1024)];

    public Series Ours { get; } = new();

    public RawLoadSeries Floor => _floors.MinBy(floor => floor.Times.Median)!;

    /// <summary>Loads a small tree until everything is compiled, so that a large one needs few warm-ups.</summary>
    public static async Task WarmUpAsync(string connectionString)
    {
        var pair = new LoadPair(connectionString, await ConfigurationTree.CreateAsync(connectionString, "warm-up", WarmUpKeys));
        for (var i = 0; i < WarmUps; i++)
        {
            pair.Run(isWarm: false);
        }
    }

    /// <param name="isWarm">Whether it is to be counted.</param>
    public void Run(bool isWarm)
    {
        var ours = TimeOurs();
        if (isWarm)
        {
            Ours.Add(ours);
        }

        foreach (var floor in _floors)
        {
            floor.Run(connectionString, tree, _expected, isWarm);
        }
    }

    public double TimeOurs()
    {
        // Checking the last load has left garbage that is not this one's.
        GC.Collect();
        var started = TimeProvider.System.GetTimestamp();
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(connectionString, tree.Path).Build();
        var last = configuration[tree.KeyOf(tree.Keys - 1)];
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        Fingerprints.Of(configuration).EnsureIs(_expected, "ours");
        return last is null ? throw new InvalidOperationException("The last key is missing.") : time;
    }
}
