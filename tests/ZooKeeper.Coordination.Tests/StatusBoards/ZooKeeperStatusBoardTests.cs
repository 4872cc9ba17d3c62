using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.StatusBoards;

[TestClass]
public sealed class ZooKeeperStatusBoardTests
{
    private const int Rounds = 20;

    [TestMethod]
    public async Task When_AllArePostedReady_CompletesForEachWithOneView()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await using var one = new ZooKeeperStatusBoard(client, path, "one");
        await using var two = new ZooKeeperStatusBoard(other, path, "two");
        await one.PostAsync("loading");
        await two.PostAsync("ready");
        var (first, second) = (one.WhenAsync(AllReady), two.WhenAsync(AllReady));
        await one.ObserveAsync().FirstAsync(view => view.All.Count == 2);
        Assert.IsFalse(first.IsCompleted || second.IsCompleted);

        await one.PostAsync("ready");

        var view = await first.WaitAsync(SharedServer.Deadline);
        CollectionAssert.AreEqual(new[] { "two", "one" }, view.All.Select(status => status.Id).ToArray(), "in the order of the posts");
        CollectionAssert.AreEqual(view.All.ToArray(), (await second.WaitAsync(SharedServer.Deadline)).All.ToArray());
        Assert.AreEqual("ready", view.Find("one")?.State);
        Assert.IsNull(view.Find("three"));
    }

    [TestMethod]
    public async Task When_OwnStateHasChanged_IsNotTrueForTheFormerOne()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var board = new ZooKeeperStatusBoard(client, SharedServer.UniquePath(), "one");
        for (var round = 0; round < Rounds; round++)
        {
            await board.PostAsync("ready");
            await board.WhenAsync(AllReady).WaitAsync(SharedServer.Deadline);
            await board.PostAsync("busy");
            using var enough = new CancellationTokenSource();
            var stale = board.WhenAsync(AllReady, enough.Token);
            await board.WhenAsync(view => view.Find("one")?.State == "busy").WaitAsync(SharedServer.Deadline);

            await enough.CancelAsync();

            await Assert.ThrowsAsync<OperationCanceledException>(() => stale.WaitAsync(SharedServer.Deadline));
        }
    }

    [TestMethod]
    public async Task When_ParticipantDiesOrLosesItsSession_SeesItGoAndComeBack()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var one = new ZooKeeperStatusBoard(client, "/board", "one");
        await using var two = new ZooKeeperStatusBoard(other, "/board", "two");
        await one.PostAsync("ready");
        await two.PostAsync("ready");
        var both = await one.WhenAsync(view => view.All.Count == 2);

        await server.ExpireSessionAsync(client.SessionId);
        await one.WhenAsync(view => view.All.Count == 2 && view.Find("one")!.Zxid > both.Find("one")!.Zxid).WaitAsync(SharedServer.Deadline);

        await other.DisposeAsync();
        var view = await one.WhenAsync(view => view.All.Count == 1).WaitAsync(SharedServer.Deadline);
        Assert.AreEqual("one", view.All.Single().Id);
    }

    [TestMethod]
    public async Task Decide_SeveralParticipants_HaveTheFirstAnswer()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var boards = Enumerable.Range(0, 8).Select(number => new ZooKeeperStatusBoard(number % 2 == 0 ? client : other, path, $"{number}")).ToArray();

        var decisions = await Task.WhenAll(boards.Select(board => board.DecideAsync("leader-of-round-1", board.Id))).WaitAsync(SharedServer.Deadline);

        var answer = decisions.Distinct().Single();
        Assert.AreEqual(answer, await boards[3].DecideAsync("leader-of-round-1", "too late"));
        Assert.AreEqual("other", (await boards[3].DecideAsync("leader-of-round-2", "other")).Answer);
        foreach (var board in boards)
        {
            await board.DisposeAsync();
        }
    }

    [TestMethod]
    public async Task Decide_ReplyLost_IsTheStoredAnswer()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var observer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await observer.CreateWithParentsAsync("/board/decisions");
        await using var board = new ZooKeeperStatusBoard(client, "/board", "one");
        proxy.BlackHole(ProxyDirection.ToClient);
        var deciding = board.DecideAsync("round", "mine");
        await Eventually.TrueAsync(async () => await observer.ExistsAsync("/board/decisions/round") is not null);

        proxy.DropConnections();
        proxy.Heal();

        var decision = await deciding.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual(new StatusDecision("mine", (await observer.ExistsAsync("/board/decisions/round"))!.Value.Czxid), decision);
    }

    [TestMethod]
    public async Task Dispose_WhileOthersWait_TakesItOffTheBoardAndEndsItsOwnWaits()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await using var one = new ZooKeeperStatusBoard(client, path, "one");
        var two = new ZooKeeperStatusBoard(client, path, "two");
        await one.PostAsync("ready");
        await two.PostAsync("ready");
        var own = two.WhenAsync(_ => false);
        await one.WhenAsync(view => view.All.Count == 2).WaitAsync(SharedServer.Deadline);

        await two.DisposeAsync();

        await one.WhenAsync(view => view.All.Count == 1).WaitAsync(SharedServer.Deadline);
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => own.WaitAsync(SharedServer.Deadline));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => two.PostAsync("late"));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Dispose_PostIsPendingInAnOutage_EndsThePost(bool hasPosted)
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var board = new ZooKeeperStatusBoard(client, "/board", "one");
        if (hasPosted)
        {
            await board.PostAsync("ready");
        }

        server.RefuseConnections = true;
        await server.DropConnectionsAsync();
        await Eventually.TrueAsync(() => client.State == SessionState.Disconnected);
        var post = board.PostAsync("busy");

        await board.DisposeAsync().AsTask().WaitAsync(SharedServer.Deadline);

        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => post.WaitAsync(SharedServer.Deadline));
    }

    [TestMethod]
    [DataRow("a/b")]
    [DataRow(".")]
    public async Task Names_ThatAreNoNames_Throw(string name)
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var board = new ZooKeeperStatusBoard(client, "/board", name);

        await Assert.ThrowsAsync<ArgumentException>(() => board.PostAsync("ready"));
        await Assert.ThrowsAsync<ArgumentException>(() => board.DecideAsync(name, "yes"));
    }

    private static bool AllReady(StatusView view) => view.All.All(status => status.State == "ready");
}
