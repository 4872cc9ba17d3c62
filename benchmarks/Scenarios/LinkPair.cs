using Benchmarks.Floor;
using Benchmarks.Reporting;
using Configuration.ZooKeeper;
using Microsoft.Extensions.Configuration;

namespace Benchmarks.Scenarios;

/// <summary>Loads one tree over one kind of link with ours and the floor in turns. The faster of the raw methods counts, by its median.</summary>
/// <param name="tree">What is loaded.</param>
/// <param name="options">How our side connects.</param>
/// <param name="open">How the floor connects.</param>
/// <param name="methods">The raw methods. They return how many znodes they have read.</param>
internal sealed class LinkPair(
    ConfigurationTree tree, Action<ZooKeeperConfigurationOptions> options, Func<RawConnection> open, IReadOnlyList<Func<RawConnection, int>> methods)
{
    private readonly Fingerprint _expected = tree.Fingerprint();
    private readonly int _znodes = tree.Paths.Count();
    private readonly Series[] _floors = [.. methods.Select(_ => new Series())];

    public Series Ours { get; } = new();

    public Series Floor => _floors.MinBy(floor => floor.Median)!;

    /// <param name="isWarm">Whether the run counts.</param>
    public void Run(bool isWarm)
    {
        var ours = TimeOurs();
        var floors = methods.Select(TimeFloor).ToArray();
        if (isWarm)
        {
            Ours.Add(ours);
            Array.ForEach([.. _floors.Zip(floors)], pair => pair.First.Add(pair.Second));
        }
    }

    private double TimeOurs()
    {
        GC.Collect(); // the garbage of the last load must not count for this one
        var started = TimeProvider.System.GetTimestamp();
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddZooKeeper(options).Build();
        var last = configuration[tree.KeyOf(tree.Keys - 1)];
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        Fingerprints.Of(configuration).EnsureIs(_expected, "ours");
        return last is null ? throw new InvalidOperationException("The last key is missing.") : time;
    }

    private double TimeFloor(Func<RawConnection, int> method)
    {
        GC.Collect();
        var started = TimeProvider.System.GetTimestamp();
        var connection = open();
        var read = method(connection);
        var time = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        connection.Close();
        return read == _znodes ? time : throw new InvalidOperationException("Znodes are missing.");
    }
}
