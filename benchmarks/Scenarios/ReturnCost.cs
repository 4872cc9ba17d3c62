namespace Benchmarks.Scenarios;

/// <summary>What it took to know the tree again after a reconnect.</summary>
internal sealed record ReturnCost(double Milliseconds, long Requests, long BytesToServer, long BytesToClient)
{
    public long Bytes => BytesToServer + BytesToClient;
}
