using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Workers;

/// <summary>What a worker tells the run: its part of the history, one entry a line.</summary>
internal sealed class Feed(string worker, TextWriter output)
{
    private readonly Lock _gate = new();

    /// <summary>Gets the name of the worker.</summary>
    public string Worker => worker;

    public void Write(Entry entry)
    {
        lock (_gate)
        {
            output.WriteLine(EntryLine.Of(entry with { Worker = worker }));
            output.Flush();
        }
    }

    public void Write(Happening what, string? detail = null) => Write(new Entry { At = Clock.Now, What = what, Detail = detail });
}
