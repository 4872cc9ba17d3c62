using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Checking;

/// <summary>The hard rule: no write with a lower fencing token takes effect after one with a higher.</summary>
internal static class WriteOrder
{
    public const string Rule = "no late write";

    public static IEnumerable<Violation> Check(IEnumerable<Entry> landed)
    {
        Entry? highest = null;
        foreach (var write in landed.OrderBy(write => write.Zxid))
        {
            if (write.Fence < highest?.Fence)
            {
                yield return new Violation(Rule, write.At, $"the write 0x{write.Zxid:x} with fence 0x{write.Fence:x} came after 0x{highest.Zxid:x} with fence 0x{highest.Fence:x}");
            }

            highest = highest?.Fence > write.Fence ? highest : write;
        }
    }
}
