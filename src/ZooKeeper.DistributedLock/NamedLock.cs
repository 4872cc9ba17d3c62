using Medallion.Threading;
using ZooKeeper.Client;
using ZooKeeper.Coordination;

namespace ZooKeeper.DistributedLock;

/// <summary>A lock with a name.</summary>
internal sealed class NamedLock : IDistributedLock
{
    private readonly Acquisition _lock;

    public NamedLock(ZooKeeperClient client, string folder, string name)
    {
        Name = name;
        var recipe = new ZooKeeperLock(client, SafePath.Of(folder, name));
        _lock = new Acquisition(
            name,
            async cancellationToken => await recipe.AcquireAsync(cancellationToken).ConfigureAwait(false),
            async (wait, cancellationToken) => await recipe.TryAcquireAsync(wait, cancellationToken).ConfigureAwait(false));
    }

    public string Name { get; }

    public IDistributedSynchronizationHandle? TryAcquire(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _lock.Try(timeout, cancellationToken);

    public IDistributedSynchronizationHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _lock.Acquire(timeout, cancellationToken);

    public ValueTask<IDistributedSynchronizationHandle?> TryAcquireAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _lock.TryAsync(timeout, cancellationToken);

    public ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _lock.AcquireAsync(timeout, cancellationToken);
}
