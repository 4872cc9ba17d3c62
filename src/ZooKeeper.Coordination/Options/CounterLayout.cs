namespace ZooKeeper.Coordination;

/// <summary>Specifies how a <see cref="ZooKeeperCounter"/> stores its value.</summary>
public enum CounterLayout
{
    /// <summary>8 bytes, big-endian, like Apache Curator's <c>DistributedAtomicLong</c>.</summary>
    Int64,

    /// <summary>4 bytes, big-endian, like Apache Curator's <c>SharedCount</c> and kazoo's <c>Counter</c> with <c>support_curator=True</c>.</summary>
    Int32,
}
