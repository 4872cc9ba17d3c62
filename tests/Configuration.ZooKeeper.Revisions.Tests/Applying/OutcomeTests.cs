using Configuration.ZooKeeper.Revisions.Applying;
using Configuration.ZooKeeper.Revisions.Records;
using ZooKeeper.Client;
using ZooKeeper.DevServer;

namespace Configuration.ZooKeeper.Revisions.Tests.Applying;

[TestClass]
public sealed class OutcomeTests
{
    [TestMethod]
    public async Task Resolve_AppliedAndOvertakenByAThirdWriter_FindsTheRevision()
    {
        await using var shop = await Shop.OpenAsync();
        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "1")));
        var applied = await shop.Root.ApplyAsync(plan, "first", Shop.Alice);
        await shop.ApplyAsync(("Title", "2"));

        Assert.AreEqual(applied, await shop.Root.ResolveAsync(plan));
    }

    [TestMethod]
    public async Task Resolve_NotAppliedAndOvertakenByAThirdWriter_IsNull()
    {
        await using var shop = await Shop.OpenAsync();
        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "1")));
        await shop.ApplyAsync(("Title", "2"));

        Assert.IsNull(await shop.Root.ResolveAsync(plan));
    }

    [TestMethod]
    public async Task Resolve_RequestStillUnderWay_ClosesTheDoor()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "2")));
        var present = await shop.Root.ReadAsync();

        Assert.IsNull(await shop.Root.ResolveAsync(plan));

        // The same transaction, as if it had been in a queue of the network all the time.
        var paths = new HistoryPaths(shop.Options.ControlPath, shop.Root.Path);
        var applier = new Applier(shop.Client, paths, new RootAccess(shop.Client, shop.Root.Path, paths, shop.Options), shop.Options);
        await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => applier.ApplyAsync(plan, present, "late", Shop.Alice, CancellationToken.None));
        Assert.AreEqual("Title=1", await shop.ShowAsync());
    }

    [TestMethod]
    public async Task Resolve_DoorClosed_ThePlanCanStillBeApplied()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var plan = await shop.Root.PlanAsync(Shop.State(("Title", "2")));
        await shop.Root.ResolveAsync(plan);

        Assert.AreEqual(2, (await shop.Root.ApplyAsync(plan, "again", Shop.Alice)).Number);
    }

    [TestMethod]
    public async Task Apply_NoServerAnswersAfterwards_OutcomeIsUnknownAndCanBeAskedLater()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        var options = new ManagedRootOptions { OutcomeTimeout = TimeSpan.FromMilliseconds(300) };
        await using var root = await ManagedRoot.OpenAsync(client, "/shop", options);
        await root.ApplyAsync(await root.PlanAsync(Shop.State(("Title", "1"))), "first", Shop.Alice);
        var plan = await root.PlanAsync(Shop.State(("Title", "2")));
        var present = await root.ReadAsync();
        await server.PauseAsync();
        var transaction = new Transaction(client, new HistoryPaths("/configzk", "/shop"), options);
        using var interrupted = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var unknown = await Assert.ThrowsExactlyAsync<OutcomeUnknownException>(
            () => transaction.SendAsync(plan, new Multi().SetData("/configzk/history/shop/head", null, present.HeadVersion), interrupted.Token));

        Assert.AreEqual(plan.Uid, unknown.Uid);
        await server.ResumeAsync();
    }

    [TestMethod]
    public async Task Apply_CancelledWhileTheTransactionIsUnderWay_SaysWhatHappened()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var root = await ManagedRoot.OpenAsync(client, "/shop");
        await root.ApplyAsync(await root.PlanAsync(Shop.State(("Title", "1"))), "first", Shop.Alice);
        var plan = await root.PlanAsync(Shop.State(("Title", "2")));
        var present = await root.ReadAsync();
        var paths = new HistoryPaths("/configzk", "/shop");
        var applier = new Applier(client, paths, new RootAccess(client, "/shop", paths, new ManagedRootOptions()), new ManagedRootOptions());
        server.ReplyDelay = TimeSpan.FromMilliseconds(100);
        using var interrupted = new CancellationTokenSource();
        var applying = applier.ApplyAsync(plan, present, "second", Shop.Alice, interrupted.Token);
        await using var watching = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await interrupted.CancelAsync();

        try
        {
            Assert.AreEqual(2, (await applying).Number);
        }
        catch (OperationCanceledException)
        {
            Assert.IsNull(await root.ResolveAsync(plan));
        }
    }

    [TestMethod]
    public async Task Apply_LongerThanTheServersAccept_DoesNotAdviseToApplyItAgain()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MaxRequestLength = 64 * 1024 });
        await using var client = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var root = await ManagedRoot.OpenAsync(client, "/shop");
        await root.ApplyAsync(await root.PlanAsync(Shop.State(("Title", "1"))), "first", Shop.Alice);
        var plan = await root.PlanAsync(Shop.State(("Title", new string('x', 100_000))));

        var error = await Assert.ThrowsExactlyAsync<NotAppliedException>(() => root.ApplyAsync(plan, "second", Shop.Alice));

        Assert.IsFalse(error.IsTransient);
        Assert.DoesNotContain("again", error.Message);
        Assert.Contains("jute.maxbuffer", error.Message);
        Assert.AreEqual(1, (await root.ReadAsync()).Revision);
    }

    [TestMethod]
    public async Task Apply_PlanOfServersThatAreFurther_IsStale()
    {
        await using var test = await ZooKeeperDevServer.StartAsync();
        await using var production = await ZooKeeperDevServer.StartAsync();
        await using var clientOfTest = await ZooKeeperClient.ConnectAsync(test.ConnectionString);
        for (var i = 0; i < 20; i++)
        {
            await clientOfTest.CreateAsync($"/other{i}", null);
        }

        await using var rootOfTest = await ManagedRoot.OpenAsync(clientOfTest, "/shop");
        var plan = await rootOfTest.PlanAsync(Shop.State(("Title", "1")));
        await using var client = await ZooKeeperClient.ConnectAsync(production.ConnectionString);
        await using var root = await ManagedRoot.OpenAsync(client, "/shop");

        var refused = await Assert.ThrowsExactlyAsync<RevisionConflictException>(() => root.ApplyAsync(plan, "test", Shop.Alice));

        Assert.AreEqual(ConflictReason.StalePlan, refused.Reason);
        Assert.Contains("other servers", refused.Message);
        Assert.IsFalse((await root.ReadAsync()).IsManaged);
    }
}
