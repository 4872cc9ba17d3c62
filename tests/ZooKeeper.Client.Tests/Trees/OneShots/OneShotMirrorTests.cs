using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees.OneShots;

/// <summary>Tests the results and the traffic of a mirror on a server without recursive watches.</summary>
public abstract class OneShotMirrorTests
{
    private const int GetData = 4;
    private const int GetChildren2 = 12;

    public required TestContext TestContext { get; init; }

    private protected abstract int Port { get; }

    private string Root => $"/{TestContext.TestName}";

    [TestMethod]
    public async Task Set_OneZnode_CostsOneRequestAndLessThanAKilobyte()
    {
        var prepared = new Multi().Create(Root, null);
        for (var i = 0; i < 20; i++)
        {
            prepared.Create($"{Root}/k{i}", new byte[64]);
        }

        await using var test = await OneShotMirror.StartAsync(Port, prepared, Root);
        for (byte i = 1; i <= 3; i++)
        {
            await test.AfterAsync(() => test.Other.SetDataAsync(Root + "/k5", [i]));

            Assert.AreEqual(i, ValueOf(test.Current, "/k5"));
            Assert.AreEqual(1L, test.Proxy.Requests.GetValueOrDefault(GetData));
            Assert.AreEqual(1, test.Proxy.RequestCount);
            Assert.IsLessThan(1024, test.Proxy.BytesToClient);
        }
    }

    [TestMethod]
    public async Task CreateAndDelete_NestedSubtrees_AreFollowed()
    {
        await using var test = await OneShotMirror.StartAsync(Port, new Multi().Create(Root, null).Create(Root + "/a", [1]), Root);
        for (byte i = 1; i <= 3; i++)
        {
            await test.AfterAsync(() => test.Other.MultiAsync(new Multi()
                .Create(Root + "/a/b", [i]).Create(Root + "/a/b/c", [i]).Create(Root + "/a/b/c/d", [i])));
            Assert.AreEqual(i, ValueOf(test.Current, "/a/b"));
            Assert.AreEqual(i, ValueOf(test.Current, "/a/b/c/d"));
            Assert.AreEqual(1, test.Current.Find(Root + "/a")!.Stat.NumChildren);

            // The created znode is watched, too.
            await test.AfterAsync(() => test.Other.CreateAsync(Root + "/a/b/c/d/e", [i]));
            Assert.AreEqual(i, ValueOf(test.Current, "/a/b/c/d/e"));

            await test.AfterAsync(() => test.Other.MultiAsync(new Multi()
                .Delete(Root + "/a/b/c/d/e").Delete(Root + "/a/b/c/d").Delete(Root + "/a/b/c").Delete(Root + "/a/b")));
            Assert.AreEqual(0, test.Current.Find(Root + "/a")!.ChildCount);
        }

        test.Log.AssertAlwaysThere(Root, Root + "/a");
    }

    [TestMethod]
    public async Task Znode_DeletedAndCreatedAgainInOneMulti_IsTheNewOneAndFollowed()
    {
        await using var test = await OneShotMirror.StartAsync(Port, new Multi().Create(Root, null).Create(Root + "/a", [1]).Create(Root + "/a/old", [1]), Root);
        await test.AfterAsync(
            () => test.Other.MultiAsync(new Multi().Delete(Root + "/a/old").Delete(Root + "/a").Create(Root + "/a", [2]).Create(Root + "/a/new", [2])));

        Assert.AreEqual(2, ValueOf(test.Current, "/a"));
        Assert.AreEqual(0, test.Current.Find(Root + "/a")!.Stat.Version);
        Assert.IsNull(test.Current.Find(Root + "/a/old"));
        Assert.AreEqual(2, ValueOf(test.Current, "/a/new"));

        await test.AfterAsync(() => test.Other.SetDataAsync(Root + "/a/new", [3]));
        Assert.AreEqual(3, ValueOf(test.Current, "/a/new"));
    }

    [TestMethod]
    public async Task Root_MissingDeletedAndCreatedAgain_IsFollowed()
    {
        await using var other = await OneShotMirror.ConnectAsync(Port);
        await using var test = await OneShotMirror.StartAsync(Port, await OneShotMirror.ConnectAsync(Port), Root);
        Assert.IsNull(test.Current.Find(Root));
        for (byte i = 1; i <= 3; i++)
        {
            await test.AfterAsync(() => other.MultiAsync(new Multi().Create(Root, null).Create(Root + "/a", [i])));
            Assert.AreEqual(i, ValueOf(test.Current, "/a"));
            await test.AfterAsync(() => other.MultiAsync(new Multi().Delete(Root + "/a").Delete(Root).Create(Root, [i])));
            Assert.AreEqual(i, ValueOf(test.Current, ""));
            Assert.IsNull(test.Current.Find(Root + "/a"));
            await test.AfterAsync(() => other.DeleteAsync(Root));
            Assert.IsNull(test.Current.Find(Root));
        }
    }

    [TestMethod]
    public async Task Multi_OverSeveralRoots_IsOneSnapshot()
    {
        var (first, second) = (Root + "-a", Root + "-b");
        await using var test = await OneShotMirror.StartAsync(Port, new Multi().Create(first, [0]).Create(second, [0]), first, second);
        for (byte i = 1; i <= 50; i++)
        {
            var snapshot = await test.AfterAsync(() => test.Other.MultiAsync(new Multi().SetData(first, [i]).SetData(second, [i])));
            Assert.AreEqual(i, snapshot.Find(first)!.Data!.Value.Span[0]);
        }

        Assert.IsTrue(test.Log.All.All(snapshot => snapshot.Find(first)!.Data!.Value.Span[0] == snapshot.Find(second)!.Data!.Value.Span[0]));
    }

    [TestMethod]
    public async Task Unreadable_Znodes_AreReportedAndTheRestIsFollowed()
    {
        await using var test = await OneShotMirror.StartAsync(Port, new Multi().Create(Root, null).Create(Root + "/a", [1]).Create(Root + "/a/b", [1]), Root);
        Acl[] writeOnly = [new Acl(Permissions.All & ~Permissions.Read, "world", "anyone")];
        await test.AfterAsync(() => test.Other.CreateAsync(Root + "/private", [1], acl: writeOnly));
        Assert.IsFalse(test.Current.Find(Root + "/private")!.IsReadable);
        CollectionAssert.AreEqual(new[] { Root + "/private" }, test.Mirror.UnreadablePaths.ToArray());

        await test.Other.SetDataAsync(Root + "/private", [2]);
        await test.AfterAsync(() => test.Other.SetDataAsync(Root + "/a", [2]));
        await test.AfterAsync(() => test.Other.DeleteAsync(Root + "/private"));
        Assert.IsNull(test.Current.Find(Root + "/private"));
        await Eventually.TrueAsync(() => test.Mirror.UnreadablePaths.Count == 0);

        await test.WhileAwayAsync(() => test.Other.SetAclAsync(Root + "/a", writeOnly));
        Assert.IsFalse(test.Current.Find(Root + "/a")!.IsReadable);
        Assert.AreEqual(1, test.Current.Find(Root + "/a")!.LastReadable!.FindChild("b")!.Data!.Value.Span[0]);

        await test.WhileAwayAsync(() => test.Other.SetAclAsync(Root + "/a", Acl.Open));
        Assert.AreEqual(2, ValueOf(test.Current, "/a"));
        await test.AfterAsync(() => test.Other.SetDataAsync(Root + "/a/b", [2]));
        Assert.AreEqual(2, ValueOf(test.Current, "/a/b"));
        await test.AfterAsync(() => test.Other.CreateAsync(Root + "/a/c", [3]));
        Assert.AreEqual(3, ValueOf(test.Current, "/a/c"));
    }

    [TestMethod]
    public async Task Reconnect_NothingChanged_ReadsNothingAndGoesOn()
    {
        await using var test = await OneShotMirror.StartAsync(
            Port, new Multi().Create(Root, null).Create(Root + "/a", [1]).Create(Root + "/b", [1]), Root, Root + "-missing");
        var before = test.Current;
        await Eventually.TrueAsync(async () =>
        {
            await test.Client.ExistsAsync("/"); // after this reply, a quiet mirror is up to date
            return test.Mirror.Zxid == test.Client.LastZxid;
        });
        await test.WhileAwayAsync(() => Task.CompletedTask);
        Assert.AreSame(before, test.Current);
        Assert.AreEqual(0L, test.Proxy.Requests.GetValueOrDefault(GetData) + test.Proxy.Requests.GetValueOrDefault(GetChildren2));

        await test.AfterAsync(() => test.Other.SetDataAsync(Root + "/a", [2]));
        Assert.AreEqual(2, ValueOf(test.Current, "/a"));
        await test.AfterAsync(() => test.Other.CreateAsync(Root + "/b/c", [3]));
        Assert.AreEqual(3, ValueOf(test.Current, "/b/c"));
        await test.AfterAsync(() => test.Other.CreateAsync(Root + "-missing", [4]));
        Assert.IsNotNull(test.Current.Find(Root + "-missing"));
    }

    [TestMethod]
    public async Task Reconnect_ChangesOfEveryKind_AreAllSeen()
    {
        await using var test = await OneShotMirror.StartAsync(
            Port,
            new Multi().Create(Root, null).Create(Root + "/written", [1]).Create(Root + "/deleted", [1]).Create(Root + "/again", [1]).Create(Root + "/stays", [1]),
            Root);
        await test.WhileAwayAsync(() => test.Other.MultiAsync(new Multi()
            .SetData(Root + "/written", [2]).Delete(Root + "/deleted").Delete(Root + "/again").Create(Root + "/again", [2]).Create(Root + "/stays/new", [2])));

        Assert.AreEqual(2, ValueOf(test.Current, "/written"));
        Assert.AreEqual(2, ValueOf(test.Current, "/again"));
        Assert.AreEqual(2, ValueOf(test.Current, "/stays/new"));
        Assert.IsNull(test.Current.Find(Root + "/deleted"));
        test.Log.AssertAlwaysThere(Root, Root + "/written", Root + "/again", Root + "/stays");
    }

    [TestMethod]
    public async Task UserWatches_OnMirroredZnodes_FireAndTheirRemovalDoesNotBlindTheMirror()
    {
        await using var test = await OneShotMirror.StartAsync(Port, new Multi().Create(Root, null).Create(Root + "/a", [1]), Root);
        var data = new TaskCompletionSource<WatchedEvent>();
        var children = new TaskCompletionSource<WatchedEvent>();
        await test.Client.GetDataAsync(Root + "/a", data.SetResult);
        await test.Client.GetChildrenAsync(Root, children.SetResult);
        await test.AfterAsync(() => test.Other.SetDataAsync(Root + "/a", [2]));
        await test.AfterAsync(() => test.Other.CreateAsync(Root + "/b", [1]));
        Assert.AreEqual(WatchEventType.NodeDataChanged, (await data.Task.WaitAsync(OneShotMirror.Deadline)).Type);
        Assert.AreEqual(WatchEventType.NodeChildrenChanged, (await children.Task.WaitAsync(OneShotMirror.Deadline)).Type);

        await test.Client.GetDataAsync(Root + "/a", _ => Assert.Fail("the watch was removed"));
        await test.Client.RemoveWatchesAsync(Root + "/a");
        await test.AfterAsync(() => test.Other.SetDataAsync(Root + "/a", [3]));
        Assert.AreEqual(3, ValueOf(test.Current, "/a"));
    }

    [TestMethod]
    public async Task Refresh_AfterAWrite_SeesIt()
    {
        await using var test = await OneShotMirror.StartAsync(Port, new Multi().Create(Root, [0]), Root);
        for (byte i = 1; i <= 20; i++)
        {
            await test.Other.SetDataAsync(Root, [i]);
            Assert.AreEqual(i, ValueOf(await test.Mirror.RefreshAsync().WaitAsync(OneShotMirror.Deadline), ""));
        }
    }

    private byte ValueOf(TreeSnapshot snapshot, string path) => snapshot.Find(Root + path)!.Data!.Value.Span[0];
}
