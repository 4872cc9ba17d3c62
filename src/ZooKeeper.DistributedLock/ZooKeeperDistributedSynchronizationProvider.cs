using Medallion.Threading;
using ZooKeeper.Client;

namespace ZooKeeper.DistributedLock;

/// <summary>Creates locks, reader-writer locks and semaphores by name, for code that uses the interfaces of DistributedLock.Core.</summary>
public sealed class ZooKeeperDistributedSynchronizationProvider : IDistributedLockProvider, IDistributedReaderWriterLockProvider, IDistributedSemaphoreProvider
{
    private readonly ZooKeeperClient _client;
    private readonly string _root;

    /// <summary>Creates a provider. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="root">The path below which all names are. The default is <c>/distributed-lock</c>.</param>
    /// <exception cref="ArgumentException">The path is invalid.</exception>
    public ZooKeeperDistributedSynchronizationProvider(ZooKeeperClient client, string root = "/distributed-lock")
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _root = ZnodePath.Parse(root).Value is { Length: > 1 } path ? path : "";
    }

    /// <inheritdoc />
    public IDistributedLock CreateLock(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new NamedLock(_client, $"{_root}/locks", name);
    }

    /// <inheritdoc />
    public IDistributedReaderWriterLock CreateReaderWriterLock(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new NamedReaderWriterLock(_client, $"{_root}/read-write-locks", name);
    }

    /// <inheritdoc />
    public IDistributedSemaphore CreateSemaphore(string name, int maxCount)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new NamedSemaphore(_client, $"{_root}/semaphores", name, maxCount);
    }
}
