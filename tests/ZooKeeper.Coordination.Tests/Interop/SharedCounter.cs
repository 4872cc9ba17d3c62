using System.Globalization;
using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Interop;

/// <summary>A number in a znode, which owners increment without a condition.</summary>
internal sealed class SharedCounter : IAsyncDisposable
{
    private readonly ZooKeeperClient _client;

    private SharedCounter(ZooKeeperClient client, string path) => (_client, Contended, Path) = (client, path + "/contended", path + "/counter");

    /// <summary>The path that they contend for.</summary>
    public string Contended { get; }

    public string Path { get; }

    public static async Task<SharedCounter> CreateAsync(string path)
    {
        var client = await SharedServer.ConnectAsync();
        await client.CreateAsync(path);
        await client.CreateAsync(path + "/counter", "0"u8.ToArray());
        return new SharedCounter(client, path);
    }

    /// <summary>Counts in as many clients as other processes, and checks the sum.</summary>
    public async Task CountBesideAsync(int processes, int rounds, Func<ForeignProcess> start, Func<ZooKeeperClient, Task<Ownership>> acquireAsync)
    {
        var others = Enumerable.Range(0, processes).Select(_ => start()).ToArray();
        try
        {
            await Eventually.TrueAsync(async () => await ReadAsync(_client) > 0, because: "the other processes count");
            await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => CountAsync(rounds, acquireAsync)));
            await Task.WhenAll(others.Select(other => other.EndAsync()));
            Assert.AreEqual(2 * processes * rounds, await ReadAsync(_client));
        }
        finally
        {
            await Task.WhenAll(others.Select(other => other.DisposeAsync().AsTask()));
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task CountAsync(int rounds, Func<ZooKeeperClient, Task<Ownership>> acquireAsync)
    {
        await using var client = await SharedServer.ConnectAsync();
        for (var i = 0; i < rounds; i++)
        {
            await using var owner = await acquireAsync(client).WaitAsync(SharedServer.Deadline);
            await client.SetDataAsync(Path, Encoding.UTF8.GetBytes((await ReadAsync(client) + 1).ToString(CultureInfo.InvariantCulture)));
        }
    }

    private async Task<int> ReadAsync(ZooKeeperClient client) => int.Parse(Encoding.UTF8.GetString((await client.GetDataAsync(Path)).Data!), CultureInfo.InvariantCulture);
}
