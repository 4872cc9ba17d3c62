using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>The cost of verifying the tree after a reconnect.</summary>
internal sealed record ReturnCost(double Milliseconds, long Requests, long BytesToServer, long BytesToClient)
{
    public long Bytes => BytesToServer + BytesToClient;

    public static Series TimesOf(IEnumerable<ReturnCost> costs) => Series.Of(costs.Select(cost => cost.Milliseconds));
}
