using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;

namespace ZooKeeper.Client.Tests.Composed;

/// <summary>Operations that take several requests.</summary>
[TestClass]
public sealed class ComposedOperationsTests
{
    [TestMethod]
    public async Task CreateWithParents_NothingIsThere_CreatesAll()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();

        var created = await client.CreateWithParentsAsync(path + "/a/b/lock-", [1], CreateMode.EphemeralSequential, parents: CreateMode.Container);

        Assert.AreEqual(path + "/a/b/lock-0000000000", created.Path);
        await Assert.ThrowsExactlyAsync<NodeExistsException>(() => client.CreateWithParentsAsync(path + "/a/b"));
        Assert.AreEqual("c", ZnodePath.NameOf((await client.CreateWithParentsAsync(path + "/a/c")).Path));
    }

    [TestMethod]
    public async Task CreateWithParents_MayNotCreateTheParent_Throws()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path, acl: [new Acl(Permissions.Read, "world", "anyone")]);

        await Assert.ThrowsExactlyAsync<NoAuthException>(() => client.CreateWithParentsAsync(path + "/a/b"));
    }

    [TestMethod]
    public async Task CreateProtected_TheReplyIsLost_ReturnsTheZnodeThatExists()
    {
        string? name = null;
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            if (connection.Number == 1)
            {
                var (_, content) = await connection.ReadRequestAsync();
                name = ZnodePath.NameOf(Jute.Decode<CreateRequest>(content.AsSpan(8)).Path) + "0000000007";
                return;
            }

            await connection.ServeAsync(request => connection.ReplyAsync(request.Xid, 5, body: request.OpCode switch
            {
                OpCode.Sync => new PathReply("/"),
                OpCode.GetChildren2 => new GetChildren2Reply(["other", name!], default),
                OpCode.Exists => new StatReply(default),
                _ => null,
            }));
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var session = await client.GetSessionAsync();

        var created = await session.CreateProtectedAsync("/locks/lock-").WaitAsync(TestClient.Deadline);

        Assert.AreEqual("/locks/" + name, created.Path);
        StringAssert.Matches(created.Path, new(@"^/locks/_c_[0-9a-f-]{36}-lock-0000000007$"));
    }

    [TestMethod]
    public async Task CreateProtected_OnAServer_IsOwnedByTheSession()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var session = await client.GetSessionAsync();

        var created = await session.CreateProtectedAsync(path + "/lock-", [1]);

        Assert.AreEqual(session.Id, created.Stat.EphemeralOwner);
    }

    [TestMethod]
    public async Task DeleteSubtree_OfMoreThanOneTransaction_DeletesAll()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var tree = new Multi().Create(path, null);
        for (var i = 0; i < 600; i++)
        {
            tree.Create($"{path}/{i}", null);
        }

        await client.MultiAsync(tree.Create(path + "/0/deep", null).Create(path + "/0/deep/er", null));

        Assert.AreEqual(603, await client.DeleteSubtreeAsync(path));
        Assert.IsNull(await client.ExistsAsync(path));
        Assert.AreEqual(0, await client.DeleteSubtreeAsync(path));
    }

    [TestMethod]
    public async Task DeleteSubtree_WhileAnotherClientWrites_DeletesWhatIsThere()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var other = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var writes = Enumerable.Range(0, 50).Select(i => TryAsync(other.CreateWithParentsAsync($"{path}/{i % 5}/{i}"))).ToArray();
        await client.DeleteSubtreeAsync(path);
        await Task.WhenAll(writes);
        await client.SyncAsync();
        await client.DeleteSubtreeAsync(path);

        Assert.IsNull(await client.ExistsAsync(path));

        static async Task TryAsync(Task<CreatedZnode> creation)
        {
            try
            {
                await creation;
            }
            catch (ZooKeeperException e) when (e is NoNodeException or NodeExistsException)
            {
                // The deletion was here.
            }
        }
    }

    [TestMethod]
    public async Task WaitForDeletion_OfAZnodeThatChanges_ReturnsWhenItIsDeleted()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.WaitForDeletionAsync(path);
        await client.CreateAsync(path);
        var wait = client.WaitForDeletionAsync(path);
        await client.SetDataAsync(path, [1]);
        await client.ExistsAsync(path);
        Assert.IsFalse(wait.IsCompleted);
        await client.DeleteAsync(path);

        await wait.WaitAsync(TestClient.Deadline);
    }

    [TestMethod]
    public async Task WaitForDeletion_Cancelled_LeavesNoWatch()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        using var patience = new CancellationTokenSource();
        var waits = Enumerable.Range(0, 100).Select(_ => client.WaitForDeletionAsync(path, patience.Token)).ToArray();
        await client.ExistsAsync(path);
        await patience.CancelAsync();
        foreach (var wait in waits)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => wait.WaitAsync(TestClient.Deadline));
        }

        await client.SyncAsync();
        Assert.DoesNotContain(path, await SharedServer.Server.FourLetterWordAsync("wchc"));
    }

    [TestMethod]
    public async Task Multi_Executed_HasItsZxid()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();

        var results = await client.MultiAsync(new Multi().Create(path, null).SetData(path, [1]));

        Assert.AreEqual((await client.ExistsAsync(path))!.Value.Czxid, results.Zxid);
        Assert.AreEqual(results.Zxid, results[1].Stat!.Value.Mzxid);
    }

    [TestMethod]
    public void Multi_ModeAndTimeToLiveThatDoNotFit_Throws()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new Multi().Create("/a", null, ttl: TimeSpan.FromSeconds(1)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new Multi().Create("/a", null, CreateMode.PersistentWithTtl));
        Assert.HasCount(1, Enumerable.Range(0, new Multi().Create("/a", null, CreateMode.PersistentWithTtl, ttl: TimeSpan.FromSeconds(1)).Count));
    }

    [TestMethod]
    public void ZnodePath_Functions_TakePathsApart()
    {
        Assert.AreEqual("/a/b", ZnodePath.Combine("/a", "b"));
        Assert.AreEqual("/b", ZnodePath.Combine("/", "b"));
        Assert.AreEqual("/a", ZnodePath.ParentOf("/a/b"));
        Assert.IsNull(ZnodePath.ParentOf("/"));
        Assert.AreEqual("b", ZnodePath.NameOf("/a/b"));
        Assert.IsTrue(ZnodePath.IsAtOrBelow("/app/x", "/app"));
        Assert.IsFalse(ZnodePath.IsAtOrBelow("/apple", "/app"));
        Assert.IsFalse(ZnodePath.IsValid("/a/"));
    }
}
