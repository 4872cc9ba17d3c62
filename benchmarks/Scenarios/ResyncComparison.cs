using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>The reconnects of one mirror and of raw sockets to the same tree, and the mirror's cost before them.</summary>
internal sealed class ResyncComparison
{
    private readonly ReturnCost _start;
    private readonly ReturnCost _changes;
    private readonly int _changeCount;
    private readonly ReturnCost _unchanged;
    private readonly IReadOnlyList<ResyncFloor> _floors;
    private readonly List<ReturnCost> _ours = [];

    public ResyncComparison(ReturnCost start, ReturnCost changes, int changeCount, ReturnCost unchanged, IReadOnlyList<ResyncFloor> floors)
    {
        (_start, _changes, _changeCount, _unchanged, _floors) = (start, changes, changeCount, unchanged, floors);
        if (unchanged.Requests != 1)
        {
            throw new InvalidOperationException($"{unchanged.Requests} requests where nothing at all has happened; one is enough.");
        }
    }

    public Series Ours => ReturnCost.TimesOf(_ours);

    /// <summary>The cheapest of the raw methods.</summary>
    public Series Floor => _floors.MinBy(floor => floor.Times.Median)!.Times;

    public Series Ratio => Ours.Over(Floor);

    /// <summary>The bytes in both directions, divided by those of the raw method with the fewest.</summary>
    private double ByteRatio => (double)_ours[^1].Bytes / _floors.Min(floor => floor.Costs[^1].Bytes);

    public void Add(ReturnCost ours) => _ours.Add(ours);

    public void AddTo(Report report, string row, string result)
    {
        report.Add($"{row}: start, requests", "", _start.Requests);
        report.Add($"{row}: start", "B", _start.Bytes);
        report.Add($"{row}: one change, requests", "", PerChange(_changes.Requests));
        report.Add($"{row}: one change", "B", PerChange(_changes.Bytes));
        report.Add($"{row}: return to the same zxid, {_unchanged.Requests} request, {_unchanged.Bytes} bytes", "ms", _unchanged.Milliseconds);
        Add("return, ours", _ours);
        foreach (var floor in _floors)
        {
            Add($"return, floor: {floor.Name}", floor.Costs);
        }

        report.Add($"{row}: ratio to the cheapest floor", "", Ratio);
        report.Add($"{row}: ratio to the cheapest floor, bytes", "", ByteRatio);
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
        foreach (var floor in _floors)
        {
            report.Result($"{floor.Result}_ms_{result}", floor.Times.Median);
            report.Result($"{floor.Result}_bytes_{result}", floor.Costs[^1].Bytes);
        }

        report.Result($"ratio_to_floor_{result}", Ratio.Median);
        report.Result($"ratio_bytes_{result}", ByteRatio);

        void Add(string name, List<ReturnCost> costs)
        {
            report.Add($"{row}: {name}", "ms", ReturnCost.TimesOf(costs));
            report.Add($"{row}: {name}, requests", "", costs[^1].Requests);
            report.Add($"{row}: {name}, to the server", "B", costs[^1].BytesToServer);
            report.Add($"{row}: {name}, to the client", "B", costs[^1].BytesToClient);
        }
    }

    private double PerChange(long count) => (double)count / _changeCount;
}
