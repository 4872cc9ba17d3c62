using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Importing;

[TestClass]
public sealed class ImportTests
{
    [TestMethod]
    public async Task Import_MoreThanATransactionHolds_IsOneRevision()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Old/A", "1"), ("Old/B", "2"), ("Title", "Corner shop"));
        var desired = Imports.Many(2500).Set("Title", "Night shop");
        var plan = await shop.Root.PlanAsync(desired, new PlanOptions { Prune = true });
        var told = new Told();

        var applied = await shop.Root.ImportAsync(plan, "Many", Shop.Alice, new ImportOptions { Progress = told });

        Assert.AreEqual(2, applied.Number);
        Assert.IsTrue((await shop.Root.PlanAsync(desired, new PlanOptions { Prune = true })).IsEmpty);
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
        Assert.IsNull(await shop.Client.ExistsAsync(shop.PathOf(Imports.Marker)));
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
        await shop.Root.ImportAsync(await shop.Root.PlanAsync(Imports.Many(30)), "Many", Shop.Alice, new ImportOptions { MaxChanges = 10 });
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
        var told = new Told(_ => seen.AddRange(client.GetAclAsync($"{path}/a/b/{Imports.Marker}").GetAwaiter().GetResult().Acl));

        await root.ImportAsync(await root.PlanAsync(Imports.Many(30)), "Many", Shop.Alice, new ImportOptions { MaxChanges = 20, Progress = told });

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
            var plan = await shop.Root.PlanAsync(Imports.Many(5).Set("Large", data));
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
    public async Task Import_ValueThatDoesNotFitInARequest_IsRejectedBeforeItBegins()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var plan = await shop.Root.PlanAsync(Shop.State(("ALarge", new string('x', 700_000)), ("Large", new string('x', 1_100_000)), ("ZLarge", new string('x', 700_000))));

        var error = await Assert.ThrowsExactlyAsync<RevisionException>(() => shop.Root.ImportAsync(plan, "Large", Shop.Alice));

        Assert.Contains($"'{shop.PathOf("Large")}'", error.Message);
        Assert.Contains("MaxRequestLength", error.Message);
        Assert.IsNull(await shop.Root.ReadImportAsync());
        Assert.AreEqual(2, (await shop.ApplyAsync(("Title", "2"))).Number);
    }

    [TestMethod]
    public async Task Import_LargeValues_SendsNoRequestOfMoreThan512Kilobytes()
    {
        await using var shop = await Shop.OpenAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(
            new ZooKeeperClientOptions { ConnectionString = SharedServer.Server.ConnectionString, MaxRequestLength = 512 * 1024 });
        await using var root = await ManagedRoot.OpenAsync(client, shop.Root.Path, shop.Options);
        var random = new Random(FuzzSeed.Next(Console.WriteLine));
        var state = new DesiredState();
        for (var i = 0; i < 400; i++)
        {
            var value = new byte[random.Next(20_000)];
            random.NextBytes(value); // nothing to compress
            state.Set($"Key{i}", value);
        }

        var revision = await root.ImportAsync(await root.PlanAsync(state), "Large", Shop.Alice);

        Assert.AreEqual(1, revision.Number);
        Assert.IsTrue((await root.DriftAsync()).IsClean);
    }

    [TestMethod]
    public void Desired_MarkerOfImports_IsRefused() => Assert.ThrowsExactly<ArgumentException>(() => new DesiredState().Set("Db/" + Imports.Marker, "x"));

    [TestMethod]
    public async Task Import_FurtherMappedPaths_HaveTheMarker()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"));
        var seen = new List<bool>();
        var options = new ImportOptions { MaxChanges = 10, MappedPaths = { shop.PathOf("Db") }, Progress = new Told(_ => seen.Add(shop.Client.ExistsAsync(shop.PathOf("Db/" + Imports.Marker)).GetAwaiter().GetResult() is not null)) };

        await shop.Root.ImportAsync(await shop.Root.PlanAsync(Imports.Many(20)), "Many", Shop.Alice, options);

        Assert.IsTrue(seen.Count > 0 && seen.All(there => there));
        Assert.IsNull(await shop.Client.ExistsAsync(shop.PathOf("Db/" + Imports.Marker)));
        await Assert.ThrowsExactlyAsync<ArgumentException>(
            async () => await shop.Root.ImportAsync(await shop.Root.PlanAsync(Imports.Many(1)), "x", Shop.Alice, new ImportOptions { MappedPaths = { "/elsewhere" } }));
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
}
