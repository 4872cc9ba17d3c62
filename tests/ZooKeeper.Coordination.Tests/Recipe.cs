using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Tests;

/// <summary>Each way to an exclusive ownership, for tests that hold for all.</summary>
/// <param name="AcquireAsync">Acquires it, given the client, the path and the options.</param>
/// <param name="IsFreeAsync">Whether another process could have it at once.</param>
public sealed record Recipe(
    Func<ZooKeeperClient, string, TimeProvider, CancellationToken, Task<Ownership>> AcquireAsync, Func<ZooKeeperClient, string, Task<bool>> IsFreeAsync)
{
    private static readonly Dictionary<string, Recipe> All = new()
    {
        ["lock"] = new(
            async (client, path, time, ct) => await new ZooKeeperLock(client, path, new LockOptions { TimeProvider = time }).AcquireAsync(ct),
            (client, path) => IsFreeOnceReleasedAsync(new ZooKeeperLock(client, path).TryAcquireAsync())),
        ["read"] = new(
            async (client, path, time, ct) => await new ZooKeeperReadWriteLock(client, path, new LockOptions { TimeProvider = time }).AcquireReadAsync(ct),
            (client, path) => IsFreeOnceReleasedAsync(new ZooKeeperReadWriteLock(client, path).TryAcquireWriteAsync())),
        ["write"] = new(
            async (client, path, time, ct) => await new ZooKeeperReadWriteLock(client, path, new LockOptions { TimeProvider = time }).AcquireWriteAsync(ct),
            (client, path) => IsFreeOnceReleasedAsync(new ZooKeeperReadWriteLock(client, path).TryAcquireWriteAsync())),
        ["election"] = new(
            async (client, path, time, ct) => await new ZooKeeperElection(client, path, new ElectionOptions { TimeProvider = time }).CampaignAsync(ct),
            async (client, path) => (await client.GetChildrenAsync(path)).Names.Count == 0),
    };

    public static Recipe Of(string name) => All[name];

    public Task<Ownership> AcquireNowAsync(ZooKeeperClient client, string path, CancellationToken cancellationToken = default) =>
        AcquireAsync(client, path, TimeProvider.System, cancellationToken);

    private static async Task<bool> IsFreeOnceReleasedAsync(Task<LockHandle?> trying)
    {
        await using var handle = await trying;
        return handle is not null;
    }
}
