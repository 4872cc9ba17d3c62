namespace ZooKeeper.Client.Protocol;

/// <summary>Defines request numbers, including those with a fixed meaning (docs/protocol.md, "Headers and xids").</summary>
internal static class Xid
{
    public const int Notification = -1;
    public const int Ping = -2;
    public const int Auth = -4;
    public const int SetWatches = -8;

    /// <summary>Gets the number after <paramref name="xid"/>: 1 to 2³¹−1, then 1 again. Zero and negative numbers are reserved (ZOOKEEPER-3253).</summary>
    public static int Next(int xid) => xid == int.MaxValue ? 1 : xid + 1;
}
