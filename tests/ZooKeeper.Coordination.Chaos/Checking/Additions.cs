using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>
/// Of a counter: no addition is lost, and none counts twice. Each answer says from where to where an addition went. These steps may not overlap, they follow the order of
/// the calls, and only additions whose outcome is unknown fill what is between them.
/// </summary>
internal sealed class Additions
{
    public const string Rule = "counter";

    private readonly List<Entry> _unknown;
    private readonly Dictionary<(string?, int?), long> _begins;

    private Additions(IReadOnlyList<Entry> own)
    {
        _begins = own.Where(entry => entry.What == Happening.Invoked).ToDictionary(entry => (entry.Worker, entry.Attempt), entry => entry.At);
        _unknown = [.. own.Where(entry => entry.What == Happening.Unknown).OrderByDescending(entry => entry.Amount)];
    }

    public static IEnumerable<Violation> Check(IReadOnlyList<Entry> own) => new Additions(own).CheckSteps(own);

    private static string Name(Entry addition) => $"{addition.Worker}/{addition.Attempt}";

    private IEnumerable<Violation> CheckSteps(IReadOnlyList<Entry> own)
    {
        if (own.FirstOrDefault(entry => entry.What == Happening.Total) is not { } total)
        {
            yield return new Violation(Rule, 0, "the value at the end is not known");
            yield break;
        }

        var (value, latestBegin) = (0L, default(Entry));
        foreach (var addition in own.Where(entry => entry.What == Happening.Added).OrderBy(entry => entry.Value))
        {
            foreach (var violation in CheckGap(value, addition.Value!.Value - addition.Amount!.Value, addition))
            {
                yield return violation;
            }

            if (latestBegin is not null && addition.At < BeginOf(latestBegin))
            {
                yield return new Violation(Rule, addition.At, $"{Name(addition)} came to {addition.Value} before {Name(latestBegin)} began, which came to {latestBegin.Value}");
            }

            latestBegin = latestBegin is null || BeginOf(addition) > BeginOf(latestBegin) ? addition : latestBegin;
            value = addition.Value.Value;
        }

        foreach (var violation in CheckGap(value, total.Value!.Value, total))
        {
            yield return violation;
        }
    }

    private IEnumerable<Violation> CheckGap(long from, long to, Entry next)
    {
        if (to < from)
        {
            yield return new Violation(Rule, next.At, $"{next.What} of {Name(next)} continues from {to}, but the value was {from}: an addition is lost");
        }
        else if (Explain(to - from, 0, next.At) is { } used)
        {
            _unknown.RemoveAll(used.Contains);
        }
        else
        {
            yield return new Violation(Rule, next.At, $"no addition with an unknown outcome explains the {to - from} from {from} to {to}");
        }
    }

    // Amounts are so large that few of them fill a gap.
    private List<Entry>? Explain(long gap, int start, long before)
    {
        if (gap == 0)
        {
            return [];
        }

        for (var i = start; i < _unknown.Count; i++)
        {
            if (_unknown[i].Amount <= gap && BeginOf(_unknown[i]) < before && Explain(gap - _unknown[i].Amount!.Value, i + 1, before) is { } rest)
            {
                return [_unknown[i], .. rest];
            }
        }

        return null;
    }

    private long BeginOf(Entry entry) => _begins[(entry.Worker, entry.Attempt)];
}
