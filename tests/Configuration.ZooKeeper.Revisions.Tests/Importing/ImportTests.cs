using Configuration.ZooKeeper.Revisions.Importing;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Importing;

[TestClass]
public sealed class ImportTests
{
    private const string Marker = ".configzk-import";

    [TestMethod]
    public async Task Import_MoreThanATransactionHolds_IsOneRevision()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Old/A", "1"), ("Old/B", "2"), ("Title", "Corner shop"));
        var desired = Many(2500).Set("Title", "Night shop");
        var plan = await shop.Root.PlanAsync(desired, new PlanOptions { Prune = true });
        var told = new Told();

        var applied = await shop.Root.ImportAsync(plan, "Many", Shop.Alice, new ImportOptions { Progress = told });

        Assert.AreEqual(2, applied.Number);
        Assert.IsTrue((await shop.Root.PlanAsync(desired, new PlanOptions { Prune = true })).IsEmpty);
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        Assert.IsNull(await shop.Client.ExistsAsync(shop.PathOf(Marker)));
        var revision = (await shop.Root.ShowAsync(2))!;
        Assert.AreEqual((RevisionKind.Import, plan.Changes.Count, plan.Changes.Count), (revision.Kind, revision.ChangeCount, revision.Changes.Count));
        Assert.AreEqual("1/3 2/3 3/3", string.Join(' ', told.Statuses.Select(status => $"{status.Done}/{status.Batches}")));
        Assert.HasCount(3, revision.BatchZxids);
        CollectionAssert.AreEqual(revision.BatchZxids.Order().ToArray(), revision.BatchZxids.ToArray());
        Assert.IsLessThan(applied.Zxid, revision.BatchZxids[2]);
        Assert.AreEqual("Old=(null), Old/A=1, Old/B=2, Title=Corner shop", Shop.Text(await shop.Root.StateAtAsync(1)));
        Assert.AreEqual(applied, await shop.Root.ImportAsync(plan, "Again"));
    }

    [TestMethod]
    public async Task Import_IntoAnEmptyRootAndBack_LeavesNothing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.Root.ImportAsync(await shop.Root.PlanAsync(Many(30)), "Many", Shop.Alice, new ImportOptions { MaxChanges = 10 });
        var back = await shop.Root.PlanRollbackAsync(0, new PlanOptions { AllowDeletingAll = true });

        await shop.Root.ImportAsync(back, "Back", Shop.Alice, new ImportOptions { MaxChanges = 10 });

        Assert.IsNull(await shop.Client.ExistsAsync(shop.Root.Path));
        Assert.AreEqual(RevisionKind.Rollback, (await shop.Root.HistoryAsync())[0].Kind);
    }

    [TestMethod]
    public async Task Import_ParentsOfTheRootAreMissing_AreCreatedWithTheAclOfTheNearest()
    {
        var path = SharedServer.UniquePath();
        Acl[] acl = [new(Permissions.All, "ip", "127.0.0.1")];
        await using var client = await SharedServer.ConnectAsync();
        await client.CreateAsync(path, acl: acl);
        await using var root = await ManagedRoot.OpenAsync(client, $"{path}/a/b", new ManagedRootOptions { ControlPath = $"{path}-control" });
        var seen = new List<Acl>();
        var told = new Told(_ => seen.AddRange(client.GetAclAsync($"{path}/a/b/{Marker}").GetAwaiter().GetResult().Acl));

        await root.ImportAsync(await root.PlanAsync(Many(30)), "Many", Shop.Alice, new ImportOptions { MaxChanges = 20, Progress = told });

        CollectionAssert.AreEqual(acl, seen.Distinct().ToArray());
        foreach (var znode in new[] { "/a", "/a/b", "/a/b/Key001" })
        {
            CollectionAssert.AreEqual(acl, (await client.GetAclAsync(path + znode)).Acl.ToArray(), znode);
        }
    }

    [TestMethod]
    public async Task Import_ZnodeLargerThanATransactionOfOurs_IsWrittenAlone()
    {
        await using var shop = await Shop.OpenAsync();
        byte[][] large = [new byte[700 * 1024], new byte[800 * 1024]];
        new Random(1).NextBytes(large[0]);
        new Random(2).NextBytes(large[1]);
        foreach (var data in large)
        {
            var plan = await shop.Root.PlanAsync(Many(5).Set("Large", data));
            await Assert.ThrowsExactlyAsync<ChangeTooLargeException>(() => shop.Root.ApplyAsync(plan, "large", Shop.Alice));
            await shop.Root.ImportAsync(plan, "large", Shop.Alice);
        }

        var tree = (await shop.Root.ReadAsync()).Tree;
        CollectionAssert.AreEqual(large[1], tree.Find("Large")!.Data!.Value.ToArray());
        CollectionAssert.AreEqual(large[1], StateFile.Read(StateFile.Write(tree, StateFormat.Znodes), StateFormat.Znodes).Znodes["Large"].Data);
        await shop.Root.ImportAsync(await shop.Root.PlanRollbackAsync(), "back", Shop.Alice);
        CollectionAssert.AreEqual(large[0], (await shop.Root.ReadAsync()).Tree.Find("Large")!.Data!.Value.ToArray());
    }

    [TestMethod]
    public void Desired_MarkerOfImports_IsRefused() => Assert.ThrowsExactly<ArgumentException>(() => new DesiredState().Set("Db/" + Marker, "x"));

    [TestMethod]
    public async Task Import_Interrupted_NothingElseIsAppliedUntilItIsResumed()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var other = await shop.Root.PlanAsync(Shop.State(("Title", "2")));
        await InterruptAsync(shop, Many(50), afterBatches: 2);

        var status = await shop.Root.ReadImportAsync();
        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAsync(other, "test", Shop.Alice));
        var adopt = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.AdoptAsync("test", Shop.Alice));
        Assert.AreEqual("alice 2/5", $"{status!.By} {status.Done}/{status.Batches}");
        Assert.AreEqual((ConflictReason.ImportUnderWay, ConflictReason.ImportUnderWay), (conflict.Reason, adopt.Reason));
        Assert.Contains("alice", conflict.Message);

        await using var second = await shop.OpenAgainAsync();
        var applied = await second.ResumeImportAsync();
        Assert.AreEqual(2, applied.Number);
        Assert.IsTrue((await shop.Root.PlanAsync(Many(50))).IsEmpty);
        Assert.IsNull(await shop.Root.ReadImportAsync());
        Assert.HasCount(5, (await shop.Root.ShowAsync(2))!.BatchZxids.Distinct().ToArray());
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(8)]
    public async Task Abort_AfterAnyBatch_IsAsIfItHadNeverBegun(int batches)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"), ("Old/A", "1"), ("Old/B", "2"), ("Key007", "was here"));
        await shop.Client.SetAclAsync(shop.PathOf("Old/A"), [new(Permissions.All, "ip", "127.0.0.1")]);
        var before = await shop.ShowAsync();
        await InterruptAsync(shop, Many(70).Set("Title", "2"), batches, prune: true);

        await shop.Root.AbortImportAsync();

        Assert.AreEqual(before, await shop.ShowAsync());
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        Assert.HasCount(1, await shop.Root.HistoryAsync());
        Assert.AreEqual("ip", Assert.ContainsSingle((await shop.Client.GetAclAsync(shop.PathOf("Old/A"))).Acl).Scheme);
        Assert.AreEqual(2, (await shop.ApplyAsync(("Title", "3"))).Number);
    }

    [TestMethod]
    public async Task Abort_ZnodesWrittenMeanwhile_KeepsThemAsDrift()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await InterruptAsync(shop, Many(50).Set("Title", "2").Set("Section/A", "x"), afterBatches: 6);
        await shop.WriteAsync("Key003", "by hand");
        await shop.Client.CreateAsync(shop.PathOf("Section/B"));

        await shop.Root.AbortImportAsync();

        Assert.AreEqual("Key003=by hand, Section=(null), Section/B=(null), Title=1", await shop.ShowAsync());
        Assert.AreEqual("Create Key003, Create Section, Create Section/B", string.Join(", ", (await shop.Root.DriftAsync()).Changes));
    }

    [TestMethod]
    public async Task Resume_ZnodeWrittenMeanwhile_IsAConflictAndAbortHelps()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Zebra", "1"), ("Title", "1"));
        await InterruptAsync(shop, Many(50).Set("Zebra", "2"), afterBatches: 1);
        await shop.WriteAsync("Zebra", "by hand");

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ResumeImportAsync());
        await shop.Root.AbortImportAsync();

        Assert.AreEqual(shop.PathOf("Zebra"), Assert.ContainsSingle(conflict.Paths));
        Assert.AreEqual("Title=1, Zebra=by hand", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Import_PausedWriterAfterATakeOver_CannotWriteAnyMore()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await InterruptAsync(shop, Many(50), afterBatches: 1);
        var paths = new HistoryPaths(shop.Options.ControlPath, shop.Root.Path);
        var paused = await Import.TakeOverAsync(shop.Client, paths, shop.Root.Path, null, CancellationToken.None);
        await shop.Root.AbortImportAsync();

        await Assert.ThrowsAsync<Exception>(() => paused.FinishAsync(CancellationToken.None));
        Assert.AreEqual("Title=1", await shop.ShowAsync());

        await InterruptAsync(shop, Many(50), afterBatches: 1);
        paused = await Import.TakeOverAsync(shop.Client, paths, shop.Root.Path, null, CancellationToken.None);
        await Import.TakeOverAsync(shop.Client, paths, shop.Root.Path, null, CancellationToken.None);
        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => paused.FinishAsync(CancellationToken.None));
        Assert.AreEqual(ConflictReason.ImportUnderWay, conflict.Reason);
        Assert.AreEqual(1, (await shop.Root.ReadImportAsync())!.Done);
    }

    [TestMethod]
    public async Task Import_FurtherMappedPaths_HaveTheMarker()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"));
        var seen = new List<bool>();
        var options = new ImportOptions { MaxChanges = 10, MappedPaths = { shop.PathOf("Db") }, Progress = new Told(_ => seen.Add(shop.Client.ExistsAsync(shop.PathOf("Db/" + Marker)).GetAwaiter().GetResult() is not null)) };

        await shop.Root.ImportAsync(await shop.Root.PlanAsync(Many(20)), "Many", Shop.Alice, options);

        Assert.IsTrue(seen.Count > 0 && seen.All(there => there));
        Assert.IsNull(await shop.Client.ExistsAsync(shop.PathOf("Db/" + Marker)));
        await Assert.ThrowsExactlyAsync<ArgumentException>(
            async () => await shop.Root.ImportAsync(await shop.Root.PlanAsync(Many(1)), "x", Shop.Alice, new ImportOptions { MappedPaths = { "/elsewhere" } }));
    }

    [TestMethod]
    public async Task Import_ConnectionsCutAtRandomBytes_IsOneRevisionOrNone()
    {
        var seed = FuzzSeed.Next(Console.WriteLine);
        var random = new Random(seed);
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var observer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var watched = await ManagedRoot.OpenAsync(observer, "/shop");
        await watched.ApplyAsync(await watched.PlanAsync(Shop.State(("Title", "0"))), "first", Shop.Alice);
        var revision = 1;
        for (var run = 0; run < Effort.Of(20, 300); run++)
        {
            await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
            await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
            await using var root = await ManagedRoot.OpenAsync(client, "/shop");
            var desired = new DesiredState().Set("Title", $"{run}");
            for (var i = 0; i < 40; i++)
            {
                desired.Set($"K{random.Next(60)}", $"{run}-{i}");
            }

            var plan = await root.PlanAsync(desired, new PlanOptions { Prune = true });
            var cuts = new Told(_ => proxy.CutAfter((ProxyDirection)random.Next(2), random.Next(2000)));
            proxy.CutAfter((ProxyDirection)random.Next(2), random.Next(4000));
            try
            {
                await root.ImportAsync(plan, "test", Shop.Alice, new ImportOptions { MaxChanges = 7, Progress = cuts });
            }
            catch (Exception e) when (e is ZooKeeperException { IsTransient: true } or RevisionConflictException)
            {
                proxy.Heal();
            }

            var status = await watched.ReadImportAsync();
            if (status is not null && random.Next(2) == 0)
            {
                await watched.AbortImportAsync();
            }
            else if (status is not null)
            {
                await watched.ResumeImportAsync();
            }

            var present = await watched.ReadAsync();
            Assert.IsFalse(present.HasDrift, $"run {run}");
            Assert.IsTrue(present.Revision - revision is 0 or 1);
            Assert.AreEqual(present.Revision > revision, (await watched.PlanAsync(desired, new PlanOptions { Prune = true })).IsEmpty || plan.IsEmpty, $"run {run}");
            revision = present.Revision;
        }

        Console.WriteLine($"{revision} revisions");
        Assert.IsGreaterThan(1, revision);
    }

    private static async Task InterruptAsync(Shop shop, DesiredState desired, int afterBatches, bool prune = false)
    {
        using var interrupted = new CancellationTokenSource();
        var told = new Told(status =>
        {
            if (status.Done == afterBatches)
            {
                interrupted.Cancel();
            }
        });
        var plan = await shop.Root.PlanAsync(desired, new PlanOptions { Prune = prune });
        if (afterBatches > 0)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(
                () => shop.Root.ImportAsync(plan, "Many", Shop.Alice, new ImportOptions { MaxChanges = 10, Progress = told }, interrupted.Token));
            return;
        }

        var paths = new HistoryPaths(shop.Options.ControlPath, shop.Root.Path);
        var access = new Revisions.Applying.RootAccess(shop.Client, shop.Root.Path, paths, shop.Options);
        await new ImportPreparation(shop.Client, paths, access, shop.Options)
            .BeginAsync(plan, await shop.Root.ReadAsync(), "Many", Shop.Alice, new ImportOptions { MaxChanges = 10 }, CancellationToken.None);
    }

    private static DesiredState Many(int count)
    {
        var state = new DesiredState();
        for (var i = 0; i < count; i++)
        {
            state.Set($"Key{i:D3}", $"{i}");
        }

        return state;
    }

    /// <summary>Is told at once, on the thread that imports. The framework's own is told later.</summary>
    private sealed class Told(Action<ImportStatus>? act = null) : IProgress<ImportStatus>
    {
        public List<ImportStatus> Statuses { get; } = [];

        public void Report(ImportStatus value)
        {
            Statuses.Add(value);
            act?.Invoke(value);
        }
    }
}
