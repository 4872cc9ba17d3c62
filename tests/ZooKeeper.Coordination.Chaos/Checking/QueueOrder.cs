using System.Globalization;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>Nobody is granted the ownership while the znode of another one is ahead in the queue. This holds however late anything is noticed.</summary>
internal static class QueueOrder
{
    public const string Rule = "queue order";

    private const int Digits = 10;

    public static IEnumerable<Violation> Check(IReadOnlyList<Hold> holds, IEnumerable<Entry> queues, Exclusion exclusion)
    {
        var byName = holds.ToDictionary(hold => hold.Path[(hold.Path.LastIndexOf('/') + 1)..]);
        foreach (var queue in queues)
        {
            var contenders = queue.Names!.OrderBy(Sequence).ToList();
            for (var place = 1; place < contenders.Count; place++)
            {
                if (byName.TryGetValue(contenders[place], out var hold) && hold.Granted < queue.At && !MayPass(hold, contenders[..place], exclusion))
                {
                    yield return new Violation(Rule, hold.Granted, $"{hold} was granted at place {place} of {string.Join(", ", contenders)}");
                }
            }
        }
    }

    private static bool MayPass(Hold hold, List<string> ahead, Exclusion exclusion) =>
        ahead.Count < exclusion.Capacity || (exclusion.HasReaders && hold.IsShared && ahead.TrueForAll(name => name.Contains("__READ__", StringComparison.Ordinal)));

    private static int Sequence(string name) => int.Parse(name.AsSpan(name.Length - Digits), CultureInfo.InvariantCulture);
}
