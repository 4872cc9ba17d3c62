using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Configuration.ZooKeeper.Telemetry;

/// <summary>
/// Counts events of sources, and reports the totals when they are collected. Unlike with an ordinary counter, a collector that is built later gets the earlier
/// events, too: configuration loads before a host has its collectors.
/// </summary>
internal sealed class EventCounter
{
    private readonly ConcurrentDictionary<Event, StrongBox<long>> _totals = new();

    public EventCounter(Meter meter, string name, string unit, string description) => meter.CreateObservableCounter(name, Measure, unit, description);

    public void Add(string paths, string? error = null) =>
        Interlocked.Increment(ref _totals.GetOrAdd(new Event(paths, error), static _ => new StrongBox<long>()).Value);

    private IEnumerable<Measurement<long>> Measure() => _totals.Select(static total =>
        new Measurement<long>(Interlocked.Read(ref total.Value.Value), SourceTags.Of(total.Key.Paths, total.Key.Error)));

    private sealed record Event(string Paths, string? Error);
}
