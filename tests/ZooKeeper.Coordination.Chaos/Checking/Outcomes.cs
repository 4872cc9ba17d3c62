using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>Of transactions: each is committed in all participants or in none, as every worker was told, and after the last recovery nothing is undecided.</summary>
internal static class Outcomes
{
    public const string Rule = "outcomes";

    public static IEnumerable<Violation> Check(IReadOnlyList<Entry> own)
    {
        var all = own.LastOrDefault(entry => entry.What == Happening.Total)?.Names?.Count ?? 0;
        var committed = own.Where(entry => entry.What == Happening.Committed).ToLookup(entry => entry.Item!);
        foreach (var undecided in own.Where(entry => entry.What == Happening.Undecided))
        {
            yield return new Violation(Rule, undecided.At, $"{undecided.Item} is undecided in {undecided.Path}");
        }

        foreach (var one in committed.Where(one => one.Count() != all))
        {
            yield return new Violation(Rule, one.First().At, $"{one.Key} is committed in {string.Join(", ", one.Select(entry => entry.Path))} alone");
        }

        foreach (var told in own.Where(entry => entry.What == Happening.Decided && entry.IsCommitted != committed.Contains(entry.Item!)))
        {
            yield return new Violation(Rule, told.At, $"{told.Worker} was told that {told.Item} is {(told.IsCommitted == true ? "committed" : "aborted")}, but it is not");
        }
    }
}
