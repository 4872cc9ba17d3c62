using System.Text;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>Reads key after key with plain getData, as providers without a consistent mirror do. It must see mixed states, or the run proves nothing.</summary>
internal static class NaiveReader
{
    public static async Task<int> CountTornAsync(string connectionString, NumberedState state, Func<bool> isDone)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(connectionString);
        var paths = state.Znodes(0).Keys.ToArray();
        var torn = 0;
        while (!isDone())
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
            }

            torn += state.IsOneState(read) ? 0 : 1;
        }

        return torn;
    }
}
