using System.Globalization;
using System.Text;
using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Chaos.Workloads;

/// <summary>Writes of owners. Each write creates a znode with the fencing token of the owner, so that the servers keep their order, also of those without an answer.</summary>
/// <param name="IsGuarded">Whether a write is a transaction that fails if the owner is no longer the owner.</param>
internal sealed record FencedWrites(bool IsGuarded)
{
    private const int Tries = 3;

    public static FencedWrites Guarded { get; } = new(IsGuarded: true);

    /// <summary>As an application does that looks at the handle before it writes, and tries again after a lost connection. A pause in between breaks it.</summary>
    public static FencedWrites Unguarded { get; } = new(IsGuarded: false);

    public static long FenceIn(byte[]? data) => long.Parse(Encoding.ASCII.GetString(data ?? []), CultureInfo.InvariantCulture);

    public async Task WriteAsync(ZooKeeperClient client, Ownership ownership, string path, CancellationToken cancellationToken)
    {
        var data = Encoding.ASCII.GetBytes(ownership.Fence.ToString(CultureInfo.InvariantCulture));
        for (var i = 1; ; i++)
        {
            try
            {
                await WriteAsync(client, ownership, $"{path}/w-", data, cancellationToken);
                return;
            }
            catch (ZooKeeperException e) when (e.IsTransient && i < Tries)
            {
                // Perhaps it is there now twice. What counts is the order.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                return;
            }
        }
    }

    private Task WriteAsync(ZooKeeperClient client, Ownership ownership, string path, byte[] data, CancellationToken cancellationToken) => IsGuarded
        ? ownership.CommitAsync(new Multi().Create(path, data, CreateMode.PersistentSequential), cancellationToken)
        : client.CreateAsync(path, data, CreateMode.PersistentSequential, cancellationToken: cancellationToken);
}
