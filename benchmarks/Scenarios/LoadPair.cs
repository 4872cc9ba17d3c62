using Benchmarks.Floor;
using Benchmarks.Reporting;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;

namespace Benchmarks.Scenarios;

/// <summary>
/// Loads one tree with ours and the floor in turns. The floor's chunk size with the better median counts: taking the better of two attempts in
/// each run would reward luck.
/// </summary>
internal sealed class LoadPair(string connectionString, ConfigurationTree tree)
{
    private const int WarmUpKeys = 1_000;

    private readonly Fingerprint _expected = tree.Fingerprint();
    private readonly RawLoadSeries[] _floors = [new(128), new(256), new(512), new(1024)];

    private bool _isFloorFirst;
    private TimeSpan _pause;

    public Series Ours { get; } = new();

    public Series Mirror { get; } = new();

    /// <summary>The pauses for garbage collection within our loads, in milliseconds.</summary>
    public Series Pauses { get; } = new();

    public RawLoadSeries Floor => _floors.MinBy(floor => floor.Times.Median)!;

    /// <summary>Loads a small tree until everything is compiled, so that a large one needs few warm-ups.</summary>
    public static async Task WarmUpAsync(string connectionString)
    {
        var pair = new LoadPair(connectionString, await ConfigurationTree.CreateAsync(connectionString, "warm-up", WarmUpKeys));
        WarmUp.Repeat(() => pair.Run(isWarm: false));
    }

    /// <param name="isWarm">Whether the run counts.</param>
    public void Run(bool isWarm)
    {
        // The first one finds cold caches: a peer may have used the processors for seconds.
        _isFloorFirst = !_isFloorFirst;
        if (_isFloorFirst)
        {
            RunFloors(isWarm);
            RunOurs(isWarm);
        }
        else
        {
            RunOurs(isWarm);
            RunFloors(isWarm);
        }
    }

    public double TimeOurs()
    {
        // The garbage of checking the last load must not count for this one.
        GC.Collect();
        var paused = GC.GetTotalPauseDuration();
        var started = TimeProvider.System.GetTimestamp();
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(connectionString, tree.Path).Build();
        var last = configuration[tree.KeyOf(tree.Keys - 1)];
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        _pause = GC.GetTotalPauseDuration() - paused;
        Fingerprints.Of(configuration).EnsureIs(_expected, "ours");
        return last is null ? throw new InvalidOperationException("The last key is missing.") : time;
    }

    /// <summary>Measures how long our client takes until it has the whole tree: what is left of a load is mapping.</summary>
    public async Task RunMirrorAsync(bool isWarm)
    {
        GC.Collect();
        var started = TimeProvider.System.GetTimestamp();
        await using var client = await ZooKeeperClient.ConnectAsync(connectionString);
        var snapshot = await client.Mirror(tree.Path).NextAsync(null);
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        Fingerprints.Of(snapshot, tree.Path).EnsureIs(_expected, "the mirror");
        if (isWarm)
        {
            Mirror.Add(time);
        }
    }

    private void RunOurs(bool isWarm)
    {
        var time = TimeOurs();
        if (isWarm)
        {
            Ours.Add(time);
            Pauses.Add(_pause.TotalMilliseconds);
        }
    }

    private void RunFloors(bool isWarm)
    {
        foreach (var floor in _floors)
        {
            floor.Run(connectionString, tree, _expected, isWarm);
        }
    }
}
