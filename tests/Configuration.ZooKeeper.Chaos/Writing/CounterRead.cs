using System.Globalization;
using System.Text;
using Configuration.ZooKeeper.Chaos.Checking;
using ZooKeeper.Client;
using ZooKeeper.Testing;

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

    /// <summary>Reads it after a heal, when a server that still throttles can reject a request or close the connection.</summary>
    /// <exception cref="TimeoutException">No server answered within the bound. The inner exception is the last reason.</exception>
    public static async Task<CounterRead> ReadAfterHealAsync(ZooKeeperClient client, TimeSpan? bound = null)
    {
        CounterRead? counter = null;
        ZooKeeperException? last = null;
        try
        {
            await UntilReadAsync();
        }
        catch (TimeoutException e) when (last is not null)
        {
            throw new TimeoutException(e.Message, last);
        }

        return counter!;

        Task UntilReadAsync() => Eventually.TrueAsync(
            async () =>
            {
                try
                {
                    counter = await ReadAsync(client, CancellationToken.None);
                    return true;
                }
                catch (ZooKeeperException e) when (e.IsTransient)
                {
                    last = e;
                    return false;
                }
            },
            bound ?? Checker.ConvergenceBound,
            "a server tells the counter");
    }
}
