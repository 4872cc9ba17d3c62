using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>Represents a lock that this process holds. Dispose it to release the lock.</summary>
public sealed class LockHandle : Ownership
{
    internal LockHandle(Tenure tenure)
        : base(tenure)
    {
    }
}
