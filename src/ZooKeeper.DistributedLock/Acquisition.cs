using Medallion.Threading;
using ZooKeeper.Coordination;

namespace ZooKeeper.DistributedLock;

/// <summary>Implements the four acquire methods of the interfaces with two functions.</summary>
/// <param name="name">The name in error messages.</param>
/// <param name="acquireAsync">Waits without a limit.</param>
/// <param name="tryAsync">Waits for a limited time, and returns null if it is over.</param>
internal sealed class Acquisition(
    string name, Func<CancellationToken, Task<Ownership>> acquireAsync, Func<TimeSpan, CancellationToken, Task<Ownership?>> tryAsync)
{
    public IDistributedSynchronizationHandle? Try(TimeSpan timeout, CancellationToken cancellationToken) =>
        Blocking.Wait(() => RunAsync(timeout, cancellationToken));

    public IDistributedSynchronizationHandle Acquire(TimeSpan? timeout, CancellationToken cancellationToken) =>
        Blocking.Wait(() => DemandAsync(timeout, cancellationToken));

    public ValueTask<IDistributedSynchronizationHandle?> TryAsync(TimeSpan timeout, CancellationToken cancellationToken) => new(RunAsync(timeout, cancellationToken));

    public ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout, CancellationToken cancellationToken) =>
        new(DemandAsync(timeout, cancellationToken));

    private async Task<IDistributedSynchronizationHandle?> RunAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var ownership = timeout == Timeout.InfiniteTimeSpan
            ? await acquireAsync(cancellationToken).ConfigureAwait(false)
            : await tryAsync(timeout, cancellationToken).ConfigureAwait(false);
        return ownership is null ? null : new ZooKeeperDistributedHandle(ownership);
    }

    private async Task<IDistributedSynchronizationHandle> DemandAsync(TimeSpan? timeout, CancellationToken cancellationToken) =>
        await RunAsync(timeout ?? Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false)
        ?? throw new TimeoutException($"'{name}' was not free within {timeout}.");
}
