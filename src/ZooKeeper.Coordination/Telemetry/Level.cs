using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ZooKeeper.Coordination.Telemetry;

/// <summary>
/// A number that rises and falls, reported when it is collected. With an ordinary up-down counter, a collector that is built later would miss the rise and see the
/// fall.
/// </summary>
internal sealed class Level
{
    private readonly ConcurrentDictionary<ContestTags, StrongBox<long>> _levels = new();

    public Level(Meter meter, string name, string unit, string description) => meter.CreateObservableUpDownCounter(name, Measure, unit, description);

    public void Add(ContestTags contest, long change) => Interlocked.Add(ref _levels.GetOrAdd(contest, static _ => new StrongBox<long>()).Value, change);

    private IEnumerable<Measurement<long>> Measure() =>
        _levels.Select(static level => new Measurement<long>(Interlocked.Read(ref level.Value.Value), level.Key.With()));
}
