namespace ZooKeeper.Coordination.Chaos.History;

/// <summary>The history of a run: what all workers and the run itself have noted, in the order in which it arrived. Sort it by time to check it.</summary>
internal sealed class HistoryLog(string file) : IDisposable
{
    private readonly StreamWriter _writer = new(file);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _lastGrants = [];
    private readonly Dictionary<string, (int Count, long Last)> _successes = [];
    private bool _isClosed;

    public static IReadOnlyList<Entry> Read(string file) => [.. File.ReadLines(file).Select(EntryLine.Parse).OrderBy(entry => entry.At)];

    public void Write(Happening what, string? detail = null) => Write(new Entry { At = Clock.Now, What = what, Detail = detail });

    public void Write(Entry entry)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return; // a late entry after the disposal
            }

            _writer.WriteLine(EntryLine.Of(entry));
            if (entry is { What: Happening.Granted, Workload: { } workload })
            {
                _lastGrants[workload] = entry;
            }

            if (entry is { What: Happening.Granted or Happening.Passed or Happening.Added or Happening.Joined or Happening.Completed or Happening.Decided, Workload: { } name })
            {
                _successes[name] = (_successes.GetValueOrDefault(name).Count + 1, entry.At);
            }
        }
    }

    /// <summary>Gets the newest grant of a workload, or null.</summary>
    public Entry? LastGrant(string workload)
    {
        lock (_gate)
        {
            return _lastGrants.GetValueOrDefault(workload);
        }
    }

    /// <summary>Gets when a workload has last granted ownership, or a recipe has last done what it is for. Null if never.</summary>
    public long? LastSuccess(string workload)
    {
        lock (_gate)
        {
            return _successes.TryGetValue(workload, out var successes) ? successes.Last : null;
        }
    }

    /// <summary>Gets how often a workload has granted ownership, or a recipe has done what it is for.</summary>
    public int Successes(string workload)
    {
        lock (_gate)
        {
            return _successes.GetValueOrDefault(workload).Count;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _writer.Dispose();
        }
    }
}
