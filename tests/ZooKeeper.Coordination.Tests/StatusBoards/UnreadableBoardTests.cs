using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.StatusBoards;

/// <summary>An unreadable board is not a board without participants, in which a condition on all of them would hold.</summary>
[TestClass]
public sealed class UnreadableBoardTests
{
    private const int GetChildren = 12;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

    private static readonly Acl[] Private = [new Acl(Permissions.All, "auth", "")];

    [TestMethod]
    public async Task When_MayNotRead_Throws()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var admin = await ConnectAdminAsync(server);
        await admin.CreateWithParentsAsync("/board/participants", acl: Private);
        await using var board = new ZooKeeperStatusBoard(client, "/board", "one");

        Assert.IsFalse((await board.ObserveAsync().FirstAsync(_ => true)).IsReadable);
        await Assert.ThrowsExactlyAsync<NoAuthException>(() => board.WhenAsync(NoneIsLoading).WaitAsync(SharedServer.Deadline));
    }

    [TestMethod]
    public async Task When_ConnectionIsLostWhileItAsksForThePermission_AsksAgain()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var admin = await ConnectAdminAsync(server);
        await admin.CreateWithParentsAsync("/board/participants", acl: Private);
        await using var board = new ZooKeeperStatusBoard(client, "/board", "one");
        await board.ObserveAsync().FirstAsync(view => !view.IsReadable);
        proxy.Delay = Delay;

        var waiting = board.WhenAsync(NoneIsLoading);
        await AskedAsync(proxy, times: 1);
        proxy.DropConnections();
        await AskedAsync(proxy, times: 2);

        await Assert.ThrowsExactlyAsync<NoAuthException>(() => waiting.WaitAsync(SharedServer.Deadline));
    }

    // Servers do not report the deletion of an unreadable znode, so the client still takes it for unreadable (CVE-2024-23944).
    [TestMethod]
    public async Task When_UnreadableBoardWasDeleted_WaitsForTheNextOne()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var admin = await ConnectAdminAsync(server);
        await admin.CreateWithParentsAsync("/board/participants", acl: Private);
        await using var board = new ZooKeeperStatusBoard(client, "/board", "one");
        await board.ObserveAsync().FirstAsync(view => !view.IsReadable);
        await admin.DeleteAsync("/board/participants");

        var waiting = board.WhenAsync(view => view.All.Count == 1);
        await using var other = new ZooKeeperStatusBoard(admin, "/board", "two");
        await other.PostAsync("ready");

        Assert.AreEqual("two", (await waiting.WaitAsync(SharedServer.Deadline)).All.Single().Id);
    }

    [TestMethod]
    public async Task When_PermissionIsTakenAway_DoesNotCheckTheConditionUntilItIsBack()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var admin = await ConnectAdminAsync(server);
        await using var other = new ZooKeeperStatusBoard(admin, "/board", "two");
        await other.PostAsync("loading");
        await using var board = new ZooKeeperStatusBoard(client, "/board", "one");
        var isUnreadable = board.ObserveAsync().FirstAsync(view => !view.IsReadable).AsTask();
        var checkedUnreadable = false;
        var waiting = board.WhenAsync(view =>
        {
            checkedUnreadable |= !view.IsReadable;
            return NoneIsLoading(view);
        });
        await board.ObserveAsync().FirstAsync(view => view.All.Count == 1);

        await admin.SetAclAsync("/board/participants", Private);
        await server.DropConnectionsAsync(); // a change of permissions has no event
        await isUnreadable.WaitAsync(SharedServer.Deadline);
        await other.PostAsync("ready");
        Assert.IsFalse(waiting.IsCompleted);
        await admin.SetAclAsync("/board/participants", Acl.Open);
        await server.DropConnectionsAsync();

        var view = await waiting.WaitAsync(SharedServer.Deadline);
        Assert.AreEqual("ready", view.Find("two")!.State);
        Assert.IsFalse(checkedUnreadable);
    }

    private static bool NoneIsLoading(StatusView view) => view.All.All(status => status.State != "loading");

    private static Task AskedAsync(LoopbackProxy proxy, int times) => Eventually.TrueAsync(() => proxy.Requests.GetValueOrDefault(GetChildren) == times);

    private static async Task<ZooKeeperClient> ConnectAdminAsync(ZooKeeperDevServer server)
    {
        var admin = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await admin.AddAuthAsync("digest", "admin:secret"u8.ToArray());
        return admin;
    }
}
