using System.Text.Json;
using System.Text.Json.Nodes;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.Tests.Importing;

/// <summary>Imports whose writer has stopped: until somebody resumes or aborts them, nothing else is applied.</summary>
[TestClass]
public sealed class InterruptedImportTests
{
    [TestMethod]
    public async Task Import_Interrupted_NothingElseIsAppliedUntilItIsResumed()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var other = await shop.Root.PlanAsync(Shop.State(("Title", "2")));
        await Imports.InterruptAsync(shop, Imports.Many(50), afterBatches: 2);

        var status = await shop.Root.ReadImportAsync();
        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAsync(other, "test", Shop.Alice));
        var adopt = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.AdoptAsync("test", Shop.Alice));
        Assert.AreEqual("alice 2/5", $"{status!.By} {status.Done}/{status.Batches}");
        Assert.AreEqual((ConflictReason.ImportUnderWay, ConflictReason.ImportUnderWay), (conflict.Reason, adopt.Reason));
        Assert.Contains("alice", conflict.Message);

        await using var second = await shop.OpenAgainAsync();
        var applied = await second.ResumeImportAsync();
        Assert.AreEqual(2, applied.Number);
        Assert.IsTrue((await shop.Root.PlanAsync(Imports.Many(50))).IsEmpty);
        Assert.IsNull(await shop.Root.ReadImportAsync());
        Assert.HasCount(5, (await shop.Root.ShowAsync(2))!.BatchZxids.Distinct().ToArray());
    }

    [TestMethod]
    public async Task Apply_AuthorOfTheImportHasALineBreakInTheName_TheMessageIsOneLine()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var other = await shop.Root.PlanAsync(Shop.State(("Title", "2")));
        await Imports.BeginAsync(shop, await shop.Root.PlanAsync(Imports.Many(50)), new Author("ann\nfail: forged", null));

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ApplyAsync(other, "test", Shop.Alice));

        Assert.Contains("by ann\\nfail: forged is under way", conflict.Message);
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
        await Imports.InterruptAsync(shop, Imports.Many(70).Set("Title", "2"), batches, prune: true);

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
        await Imports.InterruptAsync(shop, Imports.Many(50).Set("Title", "2").Set("Section/A", "x"), afterBatches: 6);
        await shop.WriteAsync("Key003", "by hand");
        await shop.Client.CreateAsync(shop.PathOf("Section/B"));

        await shop.Root.AbortImportAsync();

        Assert.AreEqual("Key003=by hand, Section=(null), Section/B=(null), Title=1", await shop.ShowAsync());
        Assert.AreEqual("Create Key003, Create Section, Create Section/B", string.Join(", ", (await shop.Root.DriftAsync()).Changes));
    }

    [TestMethod]
    public async Task ResumeAndAbort_ImportOfANewerVersion_AreRejectedAndChangeNothing()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(50), afterBatches: 2);
        var paths = new HistoryPaths(shop.Options.ControlPath, shop.Root.Path);
        var newer = JsonNode.Parse((await shop.Client.GetDataAsync(paths.Head)).Data)!;
        newer["importing"]!["format"] = 2;
        await shop.Client.SetDataAsync(paths.Head, JsonSerializer.SerializeToUtf8Bytes(newer));
        await shop.Client.SetDataAsync(paths.Chunk(Guid.Parse((string)newer["importing"]!["intent"]!["uid"]!), 1), "unknown"u8.ToArray());

        foreach (var end in new Func<Task>[] { () => shop.Root.ResumeImportAsync(), () => shop.Root.AbortImportAsync() })
        {
            Assert.Contains("newer version", (await Assert.ThrowsExactlyAsync<RevisionException>(end)).Message);
        }

        Assert.AreEqual(2, (await shop.Root.ReadImportAsync())!.Done);
    }

    [TestMethod]
    public async Task Resume_ZnodeWrittenMeanwhile_IsAConflictAndAbortHelps()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Zebra", "1"), ("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(50).Set("Zebra", "2"), afterBatches: 1);
        await shop.WriteAsync("Zebra", "by hand");

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ResumeImportAsync());
        await shop.Root.AbortImportAsync();

        Assert.AreEqual(shop.PathOf("Zebra"), Assert.ContainsSingle(conflict.Paths));
        Assert.AreEqual("Title=1, Zebra=by hand", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Abort_ParentOfADeletedZnodeWasDeletedMeanwhile_KeepsThatAsDrift()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync([("Title", "1"), ("Wares/A", "1"), ("Old/A/Deep", "1"), .. Enumerable.Range(0, 16).Select(i => ($"Old/B{i:D2}", (string?)"1"))]);
        await Imports.InterruptAsync(shop, Shop.State(("Title", "1")), afterBatches: 2, prune: true);
        await shop.Client.DeleteAsync(shop.PathOf("Old"));

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => shop.Root.ResumeImportAsync());
        await shop.Root.AbortImportAsync();

        Assert.AreEqual(shop.PathOf("Old"), Assert.ContainsSingle(conflict.Paths));
        Assert.AreEqual("Title=1, Wares=(null), Wares/A=1", await shop.ShowAsync());
        var drift = (await shop.Root.DriftAsync()).Changes;
        Assert.HasCount(19, drift);
        Assert.IsTrue(drift.All(change => change.Kind == ChangeKind.Delete && change.Path.StartsWith("Old", StringComparison.Ordinal)));
        await shop.Root.AdoptAsync("By hand", Shop.Alice);
        Assert.AreEqual(3, (await shop.ApplyAsync(("Title", "2"))).Number);
    }

    [TestMethod]
    public async Task Abort_AnotherProcessHasPublishedMeanwhile_KeepsWhatTheRevisionNeeds()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(50), afterBatches: 0);
        var paused = await Imports.TakeOverAsync(shop);
        await shop.Root.ResumeImportAsync();
        var published = (await shop.Root.ShowAsync(2))!.Changes.Count;

        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => paused.AbortAsync(CancellationToken.None));

        Assert.Contains("as revision 2", conflict.Message);
        Assert.IsGreaterThan(0, published);
        Assert.HasCount(published, (await shop.Root.ShowAsync(2))!.Changes);
    }

    [TestMethod]
    public async Task Import_PausedWriterAfterATakeOver_CannotWriteAnyMore()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await Imports.InterruptAsync(shop, Imports.Many(50), afterBatches: 1);
        var paused = await Imports.TakeOverAsync(shop);
        await shop.Root.AbortImportAsync();

        await Assert.ThrowsAsync<Exception>(() => paused.FinishAsync(CancellationToken.None));
        Assert.AreEqual("Title=1", await shop.ShowAsync());

        await Imports.InterruptAsync(shop, Imports.Many(50), afterBatches: 1);
        paused = await Imports.TakeOverAsync(shop);
        await Imports.TakeOverAsync(shop);
        var conflict = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => paused.FinishAsync(CancellationToken.None));
        Assert.AreEqual(ConflictReason.ImportUnderWay, conflict.Reason);
        Assert.AreEqual(1, (await shop.Root.ReadImportAsync())!.Done);
    }
}
