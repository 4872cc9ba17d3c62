using Benchmarks.Floor;
using Benchmarks.Reporting;

namespace Benchmarks.Scenarios;

/// <summary>A raw method to verify a tree after a reconnect, and its costs.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Result">The begin of its names in the results.</param>
/// <param name="Method">The method, which gets a connection and the zxid up to which everything was seen.</param>
internal sealed record ResyncFloor(string Name, string Result, Action<RawConnection, long> Method)
{
    public List<ReturnCost> Costs { get; } = [];

    public Series Times => ReturnCost.TimesOf(Costs);
}
