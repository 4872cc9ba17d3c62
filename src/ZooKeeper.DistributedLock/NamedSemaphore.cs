using Medallion.Threading;
using ZooKeeper.Client;
using ZooKeeper.Coordination;

namespace ZooKeeper.DistributedLock;

/// <summary>A semaphore with a name.</summary>
internal sealed class NamedSemaphore : IDistributedSemaphore
{
    private readonly Acquisition _permit;

    public NamedSemaphore(ZooKeeperClient client, string folder, string name, int maxCount)
    {
        Name = name;
        MaxCount = maxCount;
        var recipe = new ZooKeeperSemaphore(client, SafePath.Of(folder, name), maxCount);
        _permit = new Acquisition(
            name,
            async cancellationToken => await recipe.AcquireAsync(cancellationToken).ConfigureAwait(false),
            async (wait, cancellationToken) => await recipe.TryAcquireAsync(wait, cancellationToken).ConfigureAwait(false));
    }

    public string Name { get; }

    public int MaxCount { get; }

    public IDistributedSynchronizationHandle? TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _permit.Try(timeout, cancellationToken);

    public IDistributedSynchronizationHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _permit.Acquire(timeout, cancellationToken);

    public ValueTask<IDistributedSynchronizationHandle?> TryAcquireAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _permit.TryAsync(timeout, cancellationToken);

    public ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _permit.AcquireAsync(timeout, cancellationToken);
}
