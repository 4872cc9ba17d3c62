using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>
/// Searches for an order of all calls in which a lock on one machine would have given the same answers. Keeps every state in which the lock may be, and lets a call take
/// effect only when its end demands it.
/// </summary>
internal sealed class Linearisation(Exclusion exclusion)
{
    public const string Rule = "linearisable";

    public static IEnumerable<Violation> Check(IReadOnlyList<Hold> holds, Exclusion exclusion) => new Linearisation(exclusion).Check(holds);

    private IEnumerable<Violation> Check(IReadOnlyList<Hold> holds)
    {
        // A writer that goes on as a reader releases nothing: the grant to the reader takes its place, with no moment in between.
        var formers = holds.Select(hold => hold.Former).OfType<Hold>().ToHashSet();
        var operations = holds.SelectMany(Operation.Of).Where(operation => !operation.IsRelease || !formers.Contains(operation.Hold)).ToList();
        var steps = operations.Select(operation => (At: operation.Begin, IsEnd: false, Operation: operation))
            .Concat(operations.Where(operation => operation.End < long.MaxValue).Select(operation => (At: operation.End, IsEnd: true, Operation: operation)))
            .OrderBy(step => step.At).ThenBy(step => step.IsEnd);
        HashSet<Operation> pending = [];
        List<LockState> states = [LockState.Free];
        foreach (var (at, isEnd, operation) in steps)
        {
            if (!isEnd)
            {
                pending.Add(operation);
                continue;
            }

            var next = states.SelectMany(state => Reach(state, operation, pending)).DistinctBy(state => state.Key).ToList();
            if (next.Count == 0)
            {
                // What follows from here is not known.
                yield return new Violation(Rule, at, $"no order of the calls explains the {(operation.IsRelease ? "release" : "grant")} of {operation.Hold}");
                yield break;
            }

            // What has ended, or has no end, and has taken effect in every state is history.
            pending.RemoveWhere(one => (one == operation || one.End == long.MaxValue) && next.TrueForAll(state => state.Done.Contains(one)));
            states = [.. next.Select(state => state with { Done = state.Done.Where(pending.Contains).ToHashSet() })];
        }
    }

    private List<LockState> Reach(LockState start, Operation target, HashSet<Operation> pending)
    {
        List<LockState> reached = [];
        HashSet<string> seen = [start.Key];
        Stack<LockState> open = new([start]);
        while (open.TryPop(out var state))
        {
            if (state.Done.Contains(target))
            {
                reached.Add(state);
                continue;
            }

            foreach (var next in pending.Where(operation => !state.Done.Contains(operation)).Select(operation => state.After(operation, exclusion)).OfType<LockState>())
            {
                if (seen.Add(next.Key))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }
}
