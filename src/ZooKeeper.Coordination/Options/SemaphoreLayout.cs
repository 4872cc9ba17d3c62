namespace ZooKeeper.Coordination;

/// <summary>Specifies which znodes a <see cref="ZooKeeperSemaphore"/> uses.</summary>
public enum SemaphoreLayout
{
    /// <summary>The layout of this library: three writes for a permit, and a queue of its own. Other libraries do not know it.</summary>
    Queue,

    /// <summary>
    /// The layout of Apache Curator's <c>InterProcessSemaphoreV2</c>, which processes of both libraries can share. A permit takes four writes, one after the other.
    /// </summary>
    Curator,
}
