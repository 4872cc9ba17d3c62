using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.DevServer;

namespace Documentation.Tests;

/// <summary>The examples in docs/coordination/status-board.md.</summary>
[TestClass]
public sealed class StatusBoardSnippets
{
    [TestMethod]
    public async Task Board_OfThree_IsReadyWhenAllAre()
    {
        await using var zookeeper = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(zookeeper.ConnectionString);
        await using var one = new ZooKeeperStatusBoard(client, "/boards/migration", "worker-1");
        await using var two = new ZooKeeperStatusBoard(client, "/boards/migration", "worker-2");
        await one.PostAsync("ready");
        await two.PostAsync("ready");

        await MigrateAsync(client, CancellationToken.None);

        Assert.AreEqual("start", (await one.DecideAsync("round-7", "stop")).Answer);
    }

    private static async Task MigrateAsync(ZooKeeperClient client, CancellationToken cancellationToken)
    {
        // <snippet board>
        await using var board = new ZooKeeperStatusBoard(client, "/boards/migration", "worker-7");
        await board.PostAsync("ready", cancellationToken);

        await board.WhenAsync(view => view.All.Count == 3 && view.All.All(status => status.State == "ready"), cancellationToken);
        // </snippet>

        // <snippet decide>
        var decision = await board.DecideAsync("round-7", "start", cancellationToken);
        Console.WriteLine(decision.Answer);
        // </snippet>
    }
}
