using System.Globalization;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>A mirror must not harm the server, however large the znodes are.</summary>
[TestClass]
public sealed class MirrorSafetyTests
{
    private const int Large = 1_000_000;
    private const int LargestReply = 17_000_000;

    [TestMethod]
    [DataRow(1)]
    [DataRow(20)]
    public async Task Load_ManyTimesTheLargestReply_LeavesTheServerServing(int groups)
    {
        var keys = Effort.Of(daily: 60, nightly: 200) / groups;
        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperServerOptions { JavaArguments = ["-Xmx1000m"] });
        await using var proxy = await LoopbackProxy.StartAsync(server.Port);
        await using var other = await TestClient.ConnectAsync(server.ConnectionString, options => options.SessionTimeout = TimeSpan.FromMinutes(1));
        await CreateAsync(other, groups, keys);
        var session = other.SessionId;
        using var loaded = new CancellationTokenSource();
        var reading = ReadOnAsync(other, loaded.Token);

        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        await using var mirror = client.Mirror("/large");
        var snapshot = await mirror.NextAsync(null).WaitAsync(TimeSpan.FromMinutes(2));
        await loaded.CancelAsync();

        Assert.AreEqual((long)groups * keys * Large, snapshot.Find("/large")!.Children.Sum(group => group.Children.Sum(key => (long)key.Data!.Value.Length)));
        Assert.IsGreaterThan(10, await reading, "the other session did not get to read");
        Assert.AreEqual(session, other.SessionId);
        Assert.IsLessThan(LargestReply, proxy.LargestReply);
    }

    private static async Task CreateAsync(ZooKeeperClient client, int groups, int keys)
    {
        await client.CreateAsync("/large");
        for (var group = 0; group < groups; group++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/large/g{group}");
            await client.CreateAsync(path);
            for (var key = 0; key < keys; key++)
            {
                await client.CreateAsync(string.Create(CultureInfo.InvariantCulture, $"{path}/k{key}"), new byte[Large]);
            }
        }
    }

    private static async Task<int> ReadOnAsync(ZooKeeperClient client, CancellationToken enough)
    {
        var reads = 0;
        while (!enough.IsCancellationRequested)
        {
            await client.GetDataAsync("/", cancellationToken: CancellationToken.None);
            reads++;
        }

        return reads;
    }
}
