using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Limits;

/// <summary>Writes that exceed the jute.maxbuffer of the servers but not the limit of the client. The server closes the connection of each of them.</summary>
[TestClass]
public sealed class OversizedWriteTests
{
    private static readonly byte[] Oversized = new byte[50_000];
    private static readonly string OversizedText = new('x', 50_000);

    [TestMethod]
    [DataRow("group")]
    [DataRow("lock")]
    [DataRow("status board")]
    public async Task Write_OverTheLimitOfTheServers_FailsAndSaysWhy(string recipe)
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MaxRequestLength = 20_000 });
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);

        var error = await Assert.ThrowsAsync<ConnectionLossException>(() => WriteAsync(recipe, client).WaitAsync(SharedServer.Deadline));
        Assert.IsFalse(error.IsTransient);
        Assert.Contains("jute.maxbuffer", error.Message);
        await client.CreateAsync("/after", new byte[10_000]).WaitAsync(SharedServer.Deadline);
    }

    [TestMethod]
    public async Task CreateProtectedAsync_OverTheLimitOfTheServers_SaysThatNothingWasCreated()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MaxRequestLength = 20_000 });
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var session = await client.GetSessionAsync();

        var error = await Assert.ThrowsAsync<ConnectionLossException>(() => session.CreateProtectedAsync("/znode-", Oversized).WaitAsync(SharedServer.Deadline));

        Assert.AreEqual((false, false, "/znode-"), (error.IsTransient, error.IsOutcomeUnknown, error.Path));
        Assert.DoesNotContain("unknown", error.Message);
    }

    [TestMethod]
    public async Task CompleteAsync_OverTheLimitOfTheServers_LeavesTheItemHeld()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MaxRequestLength = 20_000 });
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var queue = new ZooKeeperQueue(client, "/queue");
        await queue.EnqueueAsync("work"u8.ToArray());
        await using var item = await queue.TakeAsync();

        var error = await Assert.ThrowsAsync<ConnectionLossException>(() => item.CompleteAsync(new Multi().Create("/result", Oversized)).WaitAsync(SharedServer.Deadline));
        Assert.AreEqual((false, false, $"/queue/{item.Name}"), (error.IsTransient, error.IsOutcomeUnknown, error.Path));
        Assert.Contains("jute.maxbuffer", error.Message);
        Assert.DoesNotContain("unknown", error.Message);
        await item.CompleteAsync(new Multi().Create("/result", [1])).WaitAsync(SharedServer.Deadline);
        Assert.IsNotNull(await client.ExistsAsync("/result"));
    }

    private static async Task WriteAsync(string recipe, ZooKeeperClient client)
    {
        switch (recipe)
        {
            case "group":
                await using (await new ZooKeeperGroup(client, "/group").JoinAsync("a", Oversized))
                {
                    return;
                }

            case "lock":
                await using (await new ZooKeeperLock(client, "/lock", new LockOptions { Purpose = OversizedText }).AcquireAsync())
                {
                    return;
                }

            default:
                await using (var board = new ZooKeeperStatusBoard(client, "/board", "a"))
                {
                    await board.DecideAsync("question", OversizedText);
                    return;
                }
        }
    }
}
