using Medallion.Threading;
using ZooKeeper.Coordination;

namespace ZooKeeper.DistributedLock;

/// <summary>Represents a lock or permit that this process holds.</summary>
public sealed class ZooKeeperDistributedHandle : IDistributedSynchronizationHandle
{
    internal ZooKeeperDistributedHandle(Ownership ownership) => Ownership = ownership;

    /// <summary>Gets the ownership, with the fencing token and guarded transactions, which the interfaces do not have.</summary>
    public Ownership Ownership { get; }

    /// <inheritdoc />
    public CancellationToken HandleLostToken => Ownership.LostToken;

    /// <inheritdoc />
    public void Dispose() => Blocking.Wait(async () =>
    {
        await Ownership.DisposeAsync().ConfigureAwait(false);
        return true;
    });

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Ownership.DisposeAsync();
}
