using System.Runtime.CompilerServices;
using System.Text;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>Reads key after key with plain getData, as providers without a consistent mirror do. It must see mixed states, or the run proves nothing.</summary>
internal static class NaiveReader
{
    public static async Task CountTornAsync(ZooKeeperClientOptions connection, NumberedState state, StrongBox<int> torn, Func<bool> isDone)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(connection);
        var paths = state.Znodes(0).Keys.ToArray();
        while (!isDone())
        {
            if (await TryReadAsync(client, paths) is { } read && !state.IsOneState(read))
            {
                Interlocked.Increment(ref torn.Value);
            }
        }
    }

    /// <returns>What there was; null if the connection was lost in the middle, which mixes nothing.</returns>
    private static async Task<Dictionary<string, string>?> TryReadAsync(ZooKeeperClient client, IEnumerable<string> paths)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            try
            {
                read[path] = Encoding.UTF8.GetString((await client.GetDataAsync(path)).Data!);
            }
            catch (NoNodeException)
            {
                // It does not exist in every state.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                return null;
            }
        }

        return read;
    }
}
