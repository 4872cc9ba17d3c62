using Benchmarks.Reporting;

namespace Benchmarks.Locks;

/// <summary>The measurements of one library, one of each kind in a turn.</summary>
internal sealed class LockTurns(LockLibrary library)
{
    private readonly Dictionary<string, Series> _series = [];

    public LockLibrary Library => library;

    public Series this[string measure] => _series.TryGetValue(measure, out var series) ? series : _series[measure] = new Series();
}
