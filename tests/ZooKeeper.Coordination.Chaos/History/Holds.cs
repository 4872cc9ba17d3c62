namespace ZooKeeper.Coordination.Chaos.History;

/// <summary>Finds the holds of a workload in a history.</summary>
internal sealed class Holds(IReadOnlyList<Entry> history)
{
    private readonly ServerTimes _servers = new(history);
    private readonly Entry[] _interventions = [.. history.Where(entry => entry.What is Happening.ZnodeDeleted or Happening.SessionClosed)];

    /// <returns>The holds in the order of their grants.</returns>
    public IReadOnlyList<Hold> Of(string workload) =>
    [
        .. history.Where(entry => entry.Workload == workload && entry.Attempt is not null)
            .GroupBy(entry => (entry.Worker, entry.Attempt))
            .SelectMany(attempt => OfAttempt(workload, [.. attempt]))
            .OrderBy(hold => hold.Granted),
    ];

    // Two if the owner was a writer that went on as a reader.
    private IEnumerable<Hold> OfAttempt(string workload, Entry[] entries)
    {
        if (entries.FirstOrDefault(entry => entry.What == Happening.Granted) is not { } grant)
        {
            yield break;
        }

        var lastHeld = entries.LastOrDefault(entry => entry.What == Happening.LastHeld)?.At ?? grant.At;
        var released = entries.FirstOrDefault(entry => entry.What == Happening.Released)?.At ?? long.MaxValue;
        var (downgrading, downgraded) = (entries.FirstOrDefault(entry => entry.What == Happening.Downgrading), entries.FirstOrDefault(entry => entry.What == Happening.Downgraded));
        var invoked = entries.FirstOrDefault(entry => entry.What == Happening.Invoked)?.At ?? grant.At;
        var first = Of(workload, grant, invoked, downgrading?.At ?? lastHeld, grant.At) with { Released = downgraded?.At ?? released };
        yield return first;
        if (downgrading is not null && downgraded is not null)
        {
            yield return Of(workload, downgraded, downgrading.At, lastHeld, grant.At) with { IsShared = true, Former = first, Released = released };
        }
    }

    private Hold Of(string workload, Entry grant, long invoked, long until, long since)
    {
        // From the invocation on, because an intervention can hit between the grant and its return.
        var taken = _interventions.Where(entry => entry.Deadline >= invoked && entry.At < until && Hits(entry, workload, grant)).Select(entry => entry.At).FirstOrDefault(until);
        return new Hold
        {
            Worker = grant.Worker!,
            Attempt = grant.Attempt!.Value,
            Fence = grant.Fence!.Value,
            IsShared = grant.IsShared ?? false,
            Path = grant.Path ?? "",
            Invoked = invoked,
            Granted = grant.At,
            Until = Math.Max(grant.At, Math.Min(until, taken)),
            IsExact = _servers.AreLeaders(grant.Worker!, since, until),
        };
    }

    private static bool Hits(Entry intervention, string workload, Entry grant) => intervention.What == Happening.SessionClosed
        ? intervention.Worker == grant.Worker
        : intervention.Workload == workload && (intervention.Path is null || intervention.Path == grant.Path);
}
