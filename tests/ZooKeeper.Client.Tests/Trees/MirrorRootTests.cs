using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Roots that are created, deleted, overlapping or unreadable.</summary>
[TestClass]
public sealed class MirrorRootTests
{
    [TestMethod]
    public async Task Mirror_MissingRoot_PublishesNothingThereAndFollowsItsCreation()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await using var mirror = client.Mirror(root);
        Assert.IsNull((await NextAsync(mirror, null)).Find(root));

        await client.CreateAsync(root, [1]);
        await Eventually.TrueAsync(() => mirror.Current!.Find(root) is { IsReadable: true });
        await client.CreateAsync(root + "/a");
        await client.CreateAsync(root + "/a/b", [2]);
        await Eventually.TrueAsync(() => mirror.Current!.Find(root + "/a/b")?.Data?.Span[0] == 2);
    }

    [TestMethod]
    public async Task Mirror_RootDeletedAndCreatedAgain_FollowsBoth()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateAsync(root);
        await client.CreateAsync(root + "/a", [1]);
        await using var mirror = client.Mirror(root);
        await NextAsync(mirror, null);

        await client.MultiAsync(new Multi().Delete(root + "/a").Delete(root));
        await Eventually.TrueAsync(() => mirror.Current!.Find(root) is null);
        await client.MultiAsync(new Multi().Create(root, null).Create(root + "/a", [2]));
        await Eventually.TrueAsync(() => mirror.Current!.Find(root + "/a")?.Data?.Span[0] == 2);
    }

    [TestMethod]
    public async Task Mirror_ZnodeDeletedAndCreatedAgainInOneMulti_ShowsTheNewOneAlthoughItsVersionIsTheSame()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateAsync(root);
        await client.CreateAsync(root + "/a", [1]);
        await using var mirror = client.Mirror(root);
        await NextAsync(mirror, null);

        await client.MultiAsync(new Multi().Delete(root + "/a").Create(root + "/a", [2]));
        await Eventually.TrueAsync(() => mirror.Current!.Find(root + "/a")!.Data!.Value.Span[0] == 2);
        Assert.AreEqual(0, mirror.Current!.Find(root + "/a")!.Stat.Version);
    }

    [TestMethod]
    public async Task Mirror_SeveralRootsInOneMulti_AreSeenAsOneState()
    {
        await using var client = await SharedServer.ConnectAsync();
        var (first, second) = (SharedServer.UniquePath() + "a", SharedServer.UniquePath() + "b");
        await client.CreateAsync(first, [0]);
        await client.CreateAsync(second, [0]);
        await using var mirror = client.Mirror(first, second);
        var seen = await NextAsync(mirror, null);
        for (byte i = 1; i <= 100; i++)
        {
            var commit = client.MultiAsync(new Multi().SetData(first, [i]).SetData(second, [i]));
            while (seen.Find(first)!.Data!.Value.Span[0] < i)
            {
                seen = await NextAsync(mirror, seen);
                Assert.AreEqual(seen.Find(first)!.Data!.Value.Span[0], seen.Find(second)!.Data!.Value.Span[0]);
            }

            await commit;
        }
    }

    [TestMethod]
    public async Task Mirror_NestedAndDuplicateRoots_AreFoundAndCostOneWatch()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString);
        var root = SharedServer.UniquePath();
        await client.CreateAsync(root);
        await client.CreateAsync(root + "/in", [1]);
        await client.CreateAsync(root + "-apple", [9]);
        proxy.ResetCounters();
        await using var mirror = client.Mirror(root + "/in", root, root);
        var snapshot = await NextAsync(mirror, null);

        Assert.AreEqual(1, snapshot.Find(root + "/in")!.ChildCount + snapshot.Find(root)!.ChildCount);
        Assert.IsNull(snapshot.Find(root + "-apple"));
        Assert.AreEqual(1L, proxy.Requests.GetValueOrDefault(106), "watches");
    }

    [TestMethod]
    public async Task Mirror_RootOfTheTree_Works()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await using var mirror = client.Mirror("/");
        Assert.IsNotNull((await NextAsync(mirror, null)).Find("/zookeeper"));

        await client.CreateAsync(path, [1]);
        await Eventually.TrueAsync(() => mirror.Current!.Find(path) is not null);
    }

    [TestMethod]
    public async Task Mirror_BelowAChroot_SpeaksPathsOfTheUser()
    {
        await using var admin = await SharedServer.ConnectAsync();
        var chroot = SharedServer.UniquePath();
        await admin.CreateAsync(chroot);
        await using var client = await SharedServer.ConnectAsync(chroot: chroot);
        await using var mirror = client.Mirror("/");
        var first = await NextAsync(mirror, null);
        await client.CreateAsync("/a", [1]);
        var second = await NextAsync(mirror, first);

        Assert.IsNotNull(second.Find("/a"));
        CollectionAssert.AreEqual(new[] { "/", "/a" }, second.Changes(first).Select(change => change.Path).ToArray());
    }

    [TestMethod]
    public async Task Dispose_Mirror_LeavesNoWatchOnTheServer()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateAsync(root);
        var mirror = client.Mirror(root);
        await NextAsync(mirror, null);
        StringAssert.Contains(await SharedServer.Server.FourLetterWordAsync("wchp"), root, StringComparison.Ordinal);
        await mirror.DisposeAsync();
        await client.ExistsAsync("/"); // after the removal of the watch, on the same connection

        Assert.IsFalse((await SharedServer.Server.FourLetterWordAsync("wchp")).Contains(root, StringComparison.Ordinal));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => mirror.NextAsync(mirror.Current));
    }

    [TestMethod]
    public async Task Refresh_AfterAWrite_SeesIt()
    {
        await using var client = await SharedServer.ConnectAsync();
        await using var writer = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.CreateAsync(root, [0]);
        await using var mirror = client.Mirror(root);
        for (byte i = 1; i <= 50; i++)
        {
            await writer.SetDataAsync(root, [i]);
            var snapshot = await mirror.RefreshAsync().WaitAsync(TestClient.Deadline);
            Assert.AreEqual(i, snapshot.Find(root)!.Data!.Value.Span[0]);
        }
    }

    [TestMethod]
    public async Task Data_NullAndEmpty_AreKeptApart()
    {
        await using var client = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        await client.MultiAsync(new Multi().Create(root, null).Create(root + "/null", null).Create(root + "/empty", []));
        await using var mirror = client.Mirror(root);
        var snapshot = await NextAsync(mirror, null);

        Assert.IsNull(snapshot.Find(root + "/null")!.Data);
        Assert.AreEqual(0, snapshot.Find(root + "/empty")!.Data!.Value.Length);
    }

    private static Task<TreeSnapshot> NextAsync(ZooKeeperMirror mirror, TreeSnapshot? seen) => mirror.NextAsync(seen).WaitAsync(TestClient.Deadline);
}
