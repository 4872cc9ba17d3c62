using System.Globalization;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>
/// Tests changes without events: while the ACL of a znode locks the mirror out, the mirror gets no event of it, and does not notice the ACL either. It finds the
/// changes with its audit.
/// </summary>
[TestClass]
public sealed class MirrorAuditTests
{
    private const int RepairEvent = 1204;
    private const int MultiRead = 22;
    private const int Chunk = 256 * 1024;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task Audit_WrittenWithoutEvent_IsRepairedOnceAndLoggedByItsPath()
    {
        await using var tree = await AuditedTree.StartAsync("/a", "/b");
        await tree.WriteUnseenAsync("/a", "s3cret");

        await tree.PassAsync();

        await Eventually.TrueAsync(() => tree.ValueOf("/a") == "s3cret");
        await tree.PassAsync();
        Assert.AreEqual(1, tree.Mirror.AuditRepairs);
        Assert.AreEqual(0, tree.Mirror.AuditAclDifferences);
        var line = tree.Log.Entries.Single(entry => entry.Id == RepairEvent).Message;
        Assert.Contains(tree.Root + "/a ", line);
        Assert.DoesNotContain("s3cret", line);
    }

    [TestMethod]
    public async Task Audit_CreatedDeletedAndCreatedAgainWithoutEvent_AreRepairs()
    {
        SharedServer.DemandHidesUnreadable();
        await using var tree = await AuditedTree.StartAsync("/a", "/a/b", "/a/c", "/a/c/d", "/e", "/f");
        await tree.Owner.CreateAsync(tree.Root + "/new", acl: AuditedTree.Private);
        await tree.Owner.SetAclAsync(tree.Root + "/new", Acl.Open);
        await tree.PassAsync();
        await Eventually.TrueAsync(() => tree.Mirror.Current!.Find(tree.Root + "/new") is { IsReadable: true });
        Assert.AreEqual(1, tree.Mirror.AuditRepairs);

        // A deleted subtree is one repair: its parent lacks a child.
        await tree.HideAsync("/a", "/a/b", "/a/c", "/a/c/d");
        foreach (var path in new[] { "/a/b", "/a/c/d", "/a/c", "/a" })
        {
            await tree.Owner.DeleteAsync(tree.Root + path);
        }

        await tree.PassAsync();
        await Eventually.TrueAsync(() => tree.Mirror.Current!.Find(tree.Root + "/a") is null);
        Assert.AreEqual(2, tree.Mirror.AuditRepairs);

        // The numbers of children and writes are as before.
        await tree.HideAsync("/e");
        await tree.Owner.MultiAsync(new Multi().Delete(tree.Root + "/e").Create(tree.Root + "/e", "again"u8.ToArray(), acl: AuditedTree.Private));
        await tree.Owner.SetAclAsync(tree.Root + "/e", Acl.Open);
        await tree.PassAsync();
        await Eventually.TrueAsync(() => tree.ValueOf("/e") == "again");
        Assert.AreEqual(3, tree.Mirror.AuditRepairs);
        await tree.PassAsync();
        Assert.AreEqual(3, tree.Mirror.AuditRepairs);
    }

    [TestMethod]
    public async Task Audit_OnlyTheAclChanged_IsCountedApartAndOnce()
    {
        await using var tree = await AuditedTree.StartAsync("/a", "/b");
        await tree.Owner.SetAclAsync(tree.Root + "/a", [.. AuditedTree.Private, new Acl(Permissions.Read, "world", "anyone")]);
        await tree.PassAsync();
        await Eventually.TrueAsync(() => tree.Mirror.AuditAclDifferences == 1);
        await tree.PassAsync();

        Assert.AreEqual(1, tree.Mirror.AuditAclDifferences);
        Assert.AreEqual(0, tree.Mirror.AuditRepairs);
        Assert.Contains($"{tree.Root}/a", tree.Log.Entries.Single(entry => entry.Id == 1205).Message);
    }

    [TestMethod]
    public async Task Audit_ZnodeThatBecameUnreadable_KeepsItsLastValueApart()
    {
        await using var tree = await AuditedTree.StartAsync("/a", "/b");
        await tree.HideAsync("/a");
        await tree.PassAsync();
        await Eventually.TrueAsync(() => tree.Mirror.Current!.Find(tree.Root + "/a") is { IsReadable: false, LastReadable: not null });

        CollectionAssert.AreEqual(new[] { tree.Root + "/a" }, tree.Mirror.UnreadablePaths.ToArray());
        Assert.AreEqual(1, tree.Mirror.AuditAclDifferences);
        Assert.AreEqual(0, tree.Mirror.AuditRepairs);
    }

    [TestMethod]
    public async Task Audit_RootCreatedWithoutEvent_IsFound()
    {
        SharedServer.DemandHidesUnreadable();
        await using var tree = await AuditedTree.StartAsync();
        await tree.Owner.DeleteAsync(tree.Root);
        await Eventually.TrueAsync(() => tree.Mirror.Current!.Find(tree.Root) is null);
        await tree.Owner.CreateAsync(tree.Root, "new"u8.ToArray(), acl: AuditedTree.Private);
        await tree.Owner.SetAclAsync(tree.Root, Acl.Open);
        await tree.PassAsync();

        await Eventually.TrueAsync(() => tree.ValueOf("") == "new");
        Assert.AreEqual(1, tree.Mirror.AuditRepairs);
    }

    [TestMethod]
    [DataRow(0, DisplayName = "without pause")]
    [DataRow(3, DisplayName = "through a delay")]
    public async Task Audit_WithoutPauseUnderConstantWrites_FindsNothing(int delayMilliseconds)
    {
        const int StaticLength = 100_000;
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        proxy.Delay = TimeSpan.FromMilliseconds(delayMilliseconds);
        await using var writing = await SharedServer.ConnectAsync();
        var root = SharedServer.UniquePath();
        var writer = new TreeWriter(writing, root, seed);
        await writer.StartAsync(groups: 5, keys: 20);
        await writing.CreateAsync(root + "-static", new byte[StaticLength]);
        using var log = new RecordingLogger();
        await using var client = await TestClient.ConnectAsync(proxy.ConnectionString, options =>
        {
            options.TimeProvider = new HurriedTime(longest: TimeSpan.FromSeconds(1));
            options.LoggerFactory = log;
        });
        await using var mirror = client.Mirror([root, root + "-static"], TimeSpan.FromSeconds(1));
        await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);

        // Only the audit reads znodes that are never written.
        proxy.ResetCounters();
        while (writer.Count < 600 || proxy.BytesToClient < 30 * StaticLength)
        {
            await writer.CommitRandomAsync(operations: 6);
        }

        await Eventually.TrueAsync(() => mirror.Zxid >= writer.LastZxid);
        Assert.AreEqual(0, mirror.AuditRepairs, string.Join("; ", log.Entries.Where(entry => entry.Id == RepairEvent).Select(entry => entry.Message).Take(5)));
        Assert.AreEqual(0, mirror.AuditAclDifferences);
        CollectionAssert.AreEquivalent(
            writer.StateAt(mirror.Current!.Zxid)!.ToArray(), TreeWriter.StateOf(mirror.Current!, root).ToArray());
    }

    [TestMethod]
    public async Task Audit_LargeTree_IsReadEvenlyInSmallChunks()
    {
        await using var tree = await AuditedTree.StartAsync();
        foreach (var group in Enumerable.Range(0, 4))
        {
            var multi = new Multi().Create($"{tree.Root}/{group}", null);
            foreach (var key in Enumerable.Range(0, 500))
            {
                multi.Create(string.Create(CultureInfo.InvariantCulture, $"{tree.Root}/{group}/{key}"), new byte[1000]);
            }

            await tree.Owner.MultiAsync(multi);
        }

        await tree.Owner.CreateAsync(tree.Root + "/small", []);
        await Eventually.TrueAsync(() => tree.Mirror.Zxid > 0 && tree.Mirror.Current!.Find(tree.Root + "/small") is not null);
        await tree.PassAsync(); // the present pass began when the tree was small
        tree.Proxy.ResetCounters();

        // About 2.2 MB are nine chunks. In half of the time, the audit reads half of them, plus or minus one.
        await tree.AdvanceAsync(AuditedTree.Interval / 2);
        Assert.IsInRange(4L, 6L, tree.Proxy.Requests.GetValueOrDefault(MultiRead));
        await tree.AdvanceAsync(AuditedTree.Interval / 2);
        Assert.IsInRange(8L, 11L, tree.Proxy.Requests.GetValueOrDefault(MultiRead));
        Assert.IsLessThanOrEqualTo(Chunk, tree.Proxy.LargestReply);
        Assert.IsGreaterThan(Chunk * 9 / 10, tree.Proxy.LargestReply);

        // A larger znode is read alone.
        await tree.Owner.SetDataAsync(tree.Root + "/small", new byte[600_000]);
        await Eventually.TrueAsync(() => tree.Mirror.Current!.Find(tree.Root + "/small")!.Stat.DataLength > 0);
        tree.Proxy.ResetCounters();
        await tree.AdvanceAsync(2 * AuditedTree.Interval);
        Assert.IsInRange(600_000, 600_200, tree.Proxy.LargestReply);
        Assert.AreEqual(0, tree.Mirror.AuditRepairs);
    }

    [TestMethod]
    public async Task Audit_WhileDisconnectedAndAfter_GoesOn()
    {
        await using var tree = await AuditedTree.StartAsync("/a");
        tree.Proxy.RefuseConnections = true;
        tree.Proxy.DropConnections();
        await Eventually.TrueAsync(() => tree.Mirror.IsStale);
        tree.Time.Advance(AuditedTree.Interval);
        tree.Proxy.RefuseConnections = false;
        await Eventually.TrueAsync(() =>
        {
            tree.Time.Advance(TimeSpan.FromMilliseconds(100));
            return !tree.Mirror.IsStale;
        });

        await tree.AdvanceAsync(AuditedTree.Interval / 20); // reads the chunks that are due before the write
        await tree.WriteUnseenAsync("/a", "new");
        await tree.PassAsync();
        await Eventually.TrueAsync(() => tree.ValueOf("/a") == "new");
        Assert.AreEqual(1, tree.Mirror.AuditRepairs);
    }

    [TestMethod]
    public async Task Mirror_IntervalOutOfRange_IsRefused()
    {
        await using var client = await SharedServer.ConnectAsync();
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.Mirror(["/a"], TimeSpan.FromSeconds(0.9)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => client.Mirror(["/a"], TimeSpan.FromDays(1.1)));
    }
}
