using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>
/// Of a queue: each item is completed once, and those that were never added not at all; at each moment one worker has it; and few items stay free for long while a
/// later one is taken.
/// </summary>
internal static class Items
{
    public const string Rule = "items";

    /// <summary>How many free items a consumer may skip. It reads the names of 64 at a time, and prefers some of them while others take the same items.</summary>
    public const int MostSkipped = 63;

    /// <param name="history">A whole history.</param>
    /// <param name="recipe">The name of the recipe.</param>
    /// <param name="expiry">How long the server keeps a session that it hears nothing from.</param>
    public static IEnumerable<Violation> Check(IReadOnlyList<Entry> history, string recipe, TimeSpan expiry)
    {
        var own = history.Where(entry => entry.Workload == recipe).ToList();
        var names = own.Where(entry => entry.What == Happening.Granted).ToDictionary(entry => (entry.Worker, entry.Attempt), entry => entry.Item!);
        var holds = new Holds(history).Of(recipe).ToLookup(hold => names[(hold.Worker, hold.Attempt)]);
        return
        [
            .. CheckCompletions(own),
            .. holds.SelectMany(item => Overlaps.Check([.. item], Exclusion.One).Select(violation => violation with { What = $"{item.Key}: {violation.What}" })),
            .. CheckOrder(own, holds, expiry + Liveness.Allowance),
        ];
    }

    private static IEnumerable<Violation> CheckCompletions(List<Entry> own)
    {
        var consumed = own.Where(entry => entry.What == Happening.Consumed).ToLookup(entry => entry.Item!);
        foreach (var twice in consumed.Where(item => item.Count() > 1))
        {
            yield return new Violation(Rule, twice.First().At, $"{twice.Key} was completed {twice.Count()} times");
        }

        foreach (var told in own.Where(entry => entry.What is Happening.Enqueued or Happening.Completed && !consumed.Contains(entry.Item!)))
        {
            yield return new Violation(Rule, told.At, told.What == Happening.Enqueued ? $"{told.Item} was added and is lost" : $"{told.Worker} was told that {told.Item} is completed, but it is not");
        }

        var begun = own.Where(entry => entry.What == Happening.Enqueuing).Select(entry => entry.Item).ToHashSet();
        foreach (var unknown in consumed.Where(item => !begun.Contains(item.Key)))
        {
            yield return new Violation(Rule, unknown.First().At, $"{unknown.Key} was completed, and nobody has added it");
        }
    }

    // Only of items of which one was surely added before the other.
    private static IEnumerable<Violation> CheckOrder(List<Entry> own, ILookup<string, Hold> holds, TimeSpan bound)
    {
        var begun = own.Where(entry => entry.What == Happening.Enqueuing).ToDictionary(entry => entry.Item!, entry => entry.At);
        var gone = own.Where(entry => entry.What is Happening.Completed or Happening.Unknown).Select(entry => entry.Item!).ToHashSet();
        List<(string Item, long Added, long From, long To)> waits = [.. own.Where(entry => entry.What == Happening.Enqueued).SelectMany(Waits).Where(wait => IsLong(wait.From, wait.To))];
        foreach (var (name, hold) in holds.SelectMany(item => item.Select(hold => (item.Key, hold))))
        {
            var skipped = waits.Count(wait => wait.Added < begun.GetValueOrDefault(name) && wait.To > hold.Granted && IsLong(wait.From, hold.Invoked));
            if (skipped > MostSkipped)
            {
                yield return new Violation(Rule, hold.Granted, $"{hold} was granted {name}, but {skipped} items that came before were free for more than {bound.TotalSeconds:F1} s");
            }
        }

        bool IsLong(long from, long to) => to > from && Clock.Between(from, to) > bound;

        IEnumerable<(string Item, long Added, long From, long To)> Waits(Entry added)
        {
            var from = added.At;
            foreach (var hold in holds[added.Item!])
            {
                yield return (added.Item!, added.At, from, hold.Invoked);
                from = Math.Max(from, hold.Released);
            }

            if (!gone.Contains(added.Item!))
            {
                yield return (added.Item!, added.At, from, long.MaxValue);
            }
        }
    }
}
