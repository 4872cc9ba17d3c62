using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>The reconnects of one mirror and of raw sockets to the same tree, and the mirror's cost before them.</summary>
internal sealed class ResyncComparison
{
    private readonly ReturnCost _start;
    private readonly ReturnCost _changes;
    private readonly int _changeCount;
    private readonly ReturnCost _unchanged;
    private readonly List<ReturnCost> _ours = [];
    private readonly List<ReturnCost> _readAll = [];
    private readonly List<ReturnCost> _setWatches = [];

    public ResyncComparison(ReturnCost start, ReturnCost changes, int changeCount, ReturnCost unchanged)
    {
        (_start, _changes, _changeCount, _unchanged) = (start, changes, changeCount, unchanged);
        if (unchanged.Requests != 1)
        {
            throw new InvalidOperationException($"{unchanged.Requests} requests where nothing at all has happened; one is enough.");
        }
    }

    public Series Ours => Times(_ours);

    /// <summary>The cheaper of the raw methods.</summary>
    public Series Floor => Times(_readAll).Median < Times(_setWatches).Median ? Times(_readAll) : Times(_setWatches);

    public Series Ratio => Ours.Over(Floor);

    /// <summary>The bytes in both directions, divided by those of the raw method with the fewest.</summary>
    private double ByteRatio => (double)_ours[^1].Bytes / Math.Min(_readAll[^1].Bytes, _setWatches[^1].Bytes);

    public void Add(ReturnCost ours, ReturnCost readAll, ReturnCost setWatches)
    {
        _ours.Add(ours);
        _readAll.Add(readAll);
        _setWatches.Add(setWatches);
    }

    public void AddTo(Report report, string row, string result)
    {
        report.Add($"{row}: start, requests", "", _start.Requests);
        report.Add($"{row}: start", "B", _start.Bytes);
        report.Add($"{row}: one change, requests", "", PerChange(_changes.Requests));
        report.Add($"{row}: one change", "B", PerChange(_changes.Bytes));
        report.Add($"{row}: return to the same zxid, {_unchanged.Requests} request, {_unchanged.Bytes} bytes", "ms", _unchanged.Milliseconds);
        Add("return, ours", _ours);
        Add("return, floor: read all again", _readAll);
        Add("return, floor: setWatches, clean-up", _setWatches);
        report.Add($"{row}: ratio to the cheaper floor", "", Ratio);
        report.Add($"{row}: ratio to the cheaper floor, bytes", "", ByteRatio);
        report.Result($"start_requests_{result}", _start.Requests);
        report.Result($"start_bytes_{result}", _start.Bytes);
        report.Result($"change_requests_{result}", PerChange(_changes.Requests));
        report.Result($"change_bytes_{result}", PerChange(_changes.Bytes));
        report.Result($"requests_same_zxid_{result}", _unchanged.Requests);
        report.Result($"bytes_same_zxid_{result}", _unchanged.Bytes);
        report.Result($"ours_ms_{result}", Ours.Median);
        report.Result($"requests_{result}", _ours[^1].Requests);
        report.Result($"bytes_to_server_{result}", _ours[^1].BytesToServer);
        report.Result($"bytes_to_client_{result}", _ours[^1].BytesToClient);
        report.Result($"floor_read_all_ms_{result}", Times(_readAll).Median);
        report.Result($"floor_read_all_bytes_{result}", _readAll[^1].Bytes);
        report.Result($"floor_set_watches_ms_{result}", Times(_setWatches).Median);
        report.Result($"floor_set_watches_bytes_{result}", _setWatches[^1].Bytes);
        report.Result($"ratio_to_floor_{result}", Ratio.Median);
        report.Result($"ratio_bytes_{result}", ByteRatio);

        void Add(string name, List<ReturnCost> costs)
        {
            report.Add($"{row}: {name}", "ms", Times(costs));
            report.Add($"{row}: {name}, requests", "", costs[^1].Requests);
            report.Add($"{row}: {name}, to the server", "B", costs[^1].BytesToServer);
            report.Add($"{row}: {name}, to the client", "B", costs[^1].BytesToClient);
        }
    }

    private static Series Times(List<ReturnCost> costs) => Series.Of(costs.Select(cost => cost.Milliseconds));

    private double PerChange(long count) => (double)count / _changeCount;
}
