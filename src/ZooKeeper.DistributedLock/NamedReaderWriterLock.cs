using Medallion.Threading;
using ZooKeeper.Client;
using ZooKeeper.Coordination;

namespace ZooKeeper.DistributedLock;

/// <summary>A reader-writer lock with a name.</summary>
internal sealed class NamedReaderWriterLock : IDistributedReaderWriterLock
{
    private readonly Acquisition _reader;
    private readonly Acquisition _writer;

    public NamedReaderWriterLock(ZooKeeperClient client, string folder, string name)
    {
        Name = name;
        var recipe = new ZooKeeperReadWriteLock(client, SafePath.Of(folder, name));
        _reader = new Acquisition(
            name,
            async cancellationToken => await recipe.AcquireReadAsync(cancellationToken).ConfigureAwait(false),
            async (wait, cancellationToken) => await recipe.TryAcquireReadAsync(wait, cancellationToken).ConfigureAwait(false));
        _writer = new Acquisition(
            name,
            async cancellationToken => await recipe.AcquireWriteAsync(cancellationToken).ConfigureAwait(false),
            async (wait, cancellationToken) => await recipe.TryAcquireWriteAsync(wait, cancellationToken).ConfigureAwait(false));
    }

    public string Name { get; }

    public IDistributedSynchronizationHandle? TryAcquireReadLock(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _reader.Try(timeout, cancellationToken);

    public IDistributedSynchronizationHandle AcquireReadLock(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _reader.Acquire(timeout, cancellationToken);

    public ValueTask<IDistributedSynchronizationHandle?> TryAcquireReadLockAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _reader.TryAsync(timeout, cancellationToken);

    public ValueTask<IDistributedSynchronizationHandle> AcquireReadLockAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _reader.AcquireAsync(timeout, cancellationToken);

    public IDistributedSynchronizationHandle? TryAcquireWriteLock(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _writer.Try(timeout, cancellationToken);

    public IDistributedSynchronizationHandle AcquireWriteLock(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _writer.Acquire(timeout, cancellationToken);

    public ValueTask<IDistributedSynchronizationHandle?> TryAcquireWriteLockAsync(TimeSpan timeout = default, CancellationToken cancellationToken = default) =>
        _writer.TryAsync(timeout, cancellationToken);

    public ValueTask<IDistributedSynchronizationHandle> AcquireWriteLockAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        _writer.AcquireAsync(timeout, cancellationToken);
}
