using ZooKeeper.Coordination.Contending;

namespace ZooKeeper.Coordination.Queues;

/// <summary>The names of the znodes of a queue: those of Apache Curator's <c>SimpleDistributedQueue</c> and of ZooKeeper's own recipe, and ours below and beside them.</summary>
internal static class ItemNames
{
    /// <summary>The beginning of an item's name. The server appends a number.</summary>
    public const string Prefix = "qn-";

    /// <summary>The ephemeral znode below an item that a consumer has taken.</summary>
    public const string Claim = "claim";

    /// <summary>The folder beside the items, in which consumers wait.</summary>
    public const string Line = "line";

    // The number of creations below a parent overflows after 2³¹ (ZOOKEEPER-2944). No queue is half as long.
    private const long WidestGap = 1L << 30;

    /// <summary>Returns the items among the names of children, in the order in which they were enqueued. Costs no request.</summary>
    public static IReadOnlyList<string> InOrder(IEnumerable<string> children)
    {
        var items = children.Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(static name => ContenderName.Parse(name, [Prefix]))
            .OfType<ContenderName>().ToArray();
        Array.Sort(items, static (one, other) => one.Sequence.CompareTo(other.Sequence));
        var negative = Array.FindIndex(items, static item => item.Sequence >= 0) is var first and >= 0 ? first : items.Length;

        // After the overflow, the negative numbers are the newer ones; after the next, those from zero on.
        var isOverflow = negative > 0 && negative < items.Length && (long)items[negative].Sequence - items[negative - 1].Sequence > WidestGap;
        return [.. (isOverflow ? items[negative..].Concat(items[..negative]) : items).Select(static item => item.Name)];
    }
}
