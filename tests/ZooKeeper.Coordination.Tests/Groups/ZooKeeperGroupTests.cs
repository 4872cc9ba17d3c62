using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.Coordination.Tests.Groups;

[TestClass]
public sealed class ZooKeeperGroupTests
{
    [TestMethod]
    public async Task Join_PathDoesNotExist_IsSeenWithItsDataUntilItLeaves()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await using var group = new ZooKeeperGroup(other, $"{path}/below");
        await using var views = group.ObserveAsync().GetAsyncEnumerator();
        Assert.IsEmpty((await NextAsync(views)).Members);

        var membership = await new ZooKeeperGroup(client, $"{path}/below").JoinAsync("one", "first"u8.ToArray());

        Assert.IsTrue(membership.IsMember);
        Assert.AreEqual($"{path}/below/one", membership.Path);
        var member = (await UntilAsync(views, view => view.Members.Count == 1)).Find("one")!;
        Assert.AreEqual("first", Text(member));
        Assert.AreEqual(client.SessionId, member.SessionId);

        await membership.SetDataAsync("second"u8.ToArray());
        await UntilAsync(views, view => view.Find("one") is { } one && Text(one) == "second");

        await membership.DisposeAsync();
        Assert.IsFalse(membership.IsMember);
        Assert.IsNull(await other.ExistsAsync(membership.Path), "it has left when the call returns");
        Assert.IsEmpty((await UntilAsync(views, view => view.Members.Count == 0)).Members);
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => membership.SetDataAsync(null));
    }

    [TestMethod]
    public async Task Since_MembersComeGoAndChange_TellsEach()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var group = new ZooKeeperGroup(client, SharedServer.UniquePath());
        await using var stays = await group.JoinAsync("stays");
        await using var changes = await group.JoinAsync("changes");
        var leaves = await group.JoinAsync("leaves");
        await using var views = group.ObserveAsync().GetAsyncEnumerator();
        var earlier = await UntilAsync(views, view => view.Members.Count == 3);
        CollectionAssert.AreEqual(new[] { "changes", "leaves", "stays" }, earlier.Since(null).Joined.Select(member => member.Id).ToArray());

        await changes.SetDataAsync([1]);
        await leaves.DisposeAsync();
        await using var joins = await group.JoinAsync("joins");

        var later = await UntilAsync(views, view => view.Find("joins") is not null);
        var difference = later.Since(earlier);
        Assert.AreEqual("joins", difference.Joined.Single().Id);
        Assert.AreEqual("leaves", difference.Left.Single().Id);
        Assert.AreEqual("changes", difference.Changed.Single().Id);
        Assert.IsGreaterThan(earlier.Zxid, later.Zxid);
        Assert.AreSame(later, group.Current);
    }

    [TestMethod]
    public async Task View_ServerIsGone_StaysAsItWasAndIsStale()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var group = new ZooKeeperGroup(client, "/members");
        await using var membership = await group.JoinAsync("one");
        await Eventually.TrueAsync(async () => (await group.GetViewAsync()).Members.Count == 1);
        Assert.IsFalse(group.IsStale);

        server.RefuseConnections = true;
        await server.DropConnectionsAsync();
        await Eventually.TrueAsync(() => group.IsStale);

        Assert.HasCount(1, (await group.GetViewAsync().WaitAsync(SharedServer.Deadline)).Members);
        server.RefuseConnections = false;
        await Eventually.TrueAsync(() => !group.IsStale);
    }

    [TestMethod]
    public async Task Dispose_WhileObserving_EndsTheSequenceAndKeepsMembers()
    {
        await using var client = await SharedServer.ConnectAsync();
        var group = new ZooKeeperGroup(client, SharedServer.UniquePath());
        await using var membership = await group.JoinAsync("one");
        await using var views = group.ObserveAsync().GetAsyncEnumerator();
        await UntilAsync(views, view => view.Members.Count == 1);
        var next = views.MoveNextAsync().AsTask();

        await group.DisposeAsync();

        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => next.WaitAsync(SharedServer.Deadline));
        Assert.IsTrue(membership.IsMember);
        Assert.IsNotNull(await client.ExistsAsync(membership.Path));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a/b")]
    [DataRow(".")]
    [DataRow("a\0b")]
    public async Task Join_IdIsNoName_Throws(string id)
    {
        await using var client = await SharedServer.ConnectAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => new ZooKeeperGroup(client, "/members").JoinAsync(id));
    }

    [TestMethod]
    public async Task Join_ZnodeIsNotEphemeral_ThrowsAndLeavesIt()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateWithParentsAsync($"{path}/one");

        var e = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => new ZooKeeperGroup(client, path).JoinAsync("one").WaitAsync(SharedServer.Deadline));

        Assert.Contains($"{path}/one", e.Message);
        Assert.IsNotNull(await client.ExistsAsync($"{path}/one"));
    }

    [TestMethod]
    public async Task Join_MayNotCreate_Throws()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, acl: [new Acl(Permissions.Read, "world", "anyone")]);

        var e = await Assert.ThrowsExactlyAsync<NoAuthException>(() => new ZooKeeperGroup(client, path).JoinAsync("one").WaitAsync(SharedServer.Deadline));

        Assert.Contains(path, e.Message);
    }

    [TestMethod]
    public async Task SetData_MayNotWrite_Throws()
    {
        await using var client = await SharedServer.ConnectAsync();
        var acl = new[] { new Acl(Permissions.Read, "world", "anyone") };
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        await using var membership = await new ZooKeeperGroup(client, path, new GroupOptions { Acl = acl }).JoinAsync("one");

        await Assert.ThrowsExactlyAsync<NoAuthException>(() => membership.SetDataAsync([1]).WaitAsync(SharedServer.Deadline));

        Assert.IsTrue(membership.IsMember);
    }

    [TestMethod]
    public async Task Join_CancelledAfterTheServerHasCreatedIt_LeavesNothing()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var other = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await other.CreateAsync("/members");
        proxy.BlackHole(ProxyDirection.ToClient);
        using var cancel = new CancellationTokenSource();
        var joining = new ZooKeeperGroup(client, "/members").JoinAsync("one", cancellationToken: cancel.Token);
        await Eventually.TrueAsync(async () => await other.ExistsAsync("/members/one") is not null);

        await cancel.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => joining.WaitAsync(SharedServer.Deadline));
        proxy.Heal();
        await Eventually.TrueAsync(async () => await other.ExistsAsync("/members/one") is null);
    }

    private static string Text(GroupMember member) => System.Text.Encoding.UTF8.GetString(member.Data!.Value.Span);

    private static async Task<GroupView> NextAsync(IAsyncEnumerator<GroupView> views)
    {
        Assert.IsTrue(await views.MoveNextAsync().AsTask().WaitAsync(SharedServer.Deadline));
        return views.Current;
    }

    private static async Task<GroupView> UntilAsync(IAsyncEnumerator<GroupView> views, Func<GroupView, bool> condition)
    {
        GroupView view;
        do
        {
            view = await NextAsync(views);
        }
        while (!condition(view));

        return view;
    }
}
