using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>Represents one permit of a semaphore that this process holds. Dispose it to return the permit.</summary>
/// <remarks>
/// Several processes hold permits at once. <see cref="Ownership.Fence"/> orders them by when they got their permits. A higher token does not mean that earlier
/// holders have ended.
/// </remarks>
public sealed class SemaphoreHandle : Ownership
{
    internal SemaphoreHandle(Tenure tenure)
        : base(tenure)
    {
    }
}
