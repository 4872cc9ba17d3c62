using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ZooKeeper.Coordination.Tests.Telemetry;

/// <summary>What the meter reports for one <see cref="ContenderOptions.MetricName"/>. Other tests measure at the same time.</summary>
internal sealed class Measurements : IDisposable
{
    private const string Prefix = "zookeeper.coordination.";

    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _recorded = new();
    private readonly MeterListener _listener = new();
    private readonly string _name;

    public Measurements(string name)
    {
        _name = name;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ZooKeeper.Coordination")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Returns the measurements so far: the values, each with its attributes but the name.</summary>
    public string[] Of(string instrument) => [.. _recorded.Where(one => one.Instrument == instrument).Select(one => FormattableString.Invariant($"{one.Value} {one.Tags}"))];

    /// <summary>Collects an instrument now.</summary>
    public string[] Collect(string instrument)
    {
        _recorded.Clear();
        _listener.RecordObservableInstruments();
        return Of(instrument);
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var all = tags.ToArray();
        if (all.Contains(new(Prefix + "name", _name)))
        {
            var others = all.Where(tag => tag.Key != Prefix + "name").Select(tag => $"{tag.Key.Replace(Prefix, "", StringComparison.Ordinal)}={tag.Value}");
            _recorded.Enqueue((instrument.Name[Prefix.Length..], value, string.Join(' ', others)));
        }
    }
}
