using System.Globalization;
using System.Text;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Chaos.Writing;

/// <summary>The number of the newest state, and the version of the znode that holds it.</summary>
internal sealed record CounterRead(int State, int Version)
{
    /// <summary>Reads the leader's current counter.</summary>
    public static async Task<CounterRead> ReadAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        await client.SyncAsync(cancellationToken);
        var counter = await client.GetDataAsync(NumberedState.Counter, cancellationToken: cancellationToken);
        return new CounterRead(int.Parse(Encoding.UTF8.GetString(counter.Data!), CultureInfo.InvariantCulture), counter.Stat.Version);
    }
}
