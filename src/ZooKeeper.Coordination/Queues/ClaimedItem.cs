using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Queues;

/// <summary>An item that this process has taken.</summary>
/// <param name="Session">The session that owns the claim.</param>
/// <param name="Path">The znode of the item.</param>
/// <param name="Claim">The claim.</param>
/// <param name="Zxid">The transaction that created the claim.</param>
/// <param name="Znode">The data of the item, and its metadata while it was claimed.</param>
internal sealed record ClaimedItem(ZooKeeperSession Session, string Path, string Claim, long Zxid, ZnodeData Znode)
{
    // Cversion counts two changes for each earlier claim, its creation and deletion, and one for this claim.
    public int Deliveries => DeliveriesOf(Znode.Stat);

    public static int DeliveriesOf(Stat item) => (int)(((long)item.Cversion + 1) / 2);
}
