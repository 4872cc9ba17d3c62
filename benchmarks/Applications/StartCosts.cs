using Benchmarks.Reporting;

namespace Benchmarks.Applications;

/// <summary>The costs of one kind of start, run after run.</summary>
internal sealed class StartCosts
{
    public Series Wall { get; } = new();

    public Series Started { get; } = new();

    public Series Processor { get; } = new();

    public Series Methods { get; } = new();

    public void Add(ColdProcess start)
    {
        Wall.Add(start.Wall);
        Started.Add(start.Started);
        Processor.Add(start.Processor);
        Methods.Add(start.Methods);
    }
}
