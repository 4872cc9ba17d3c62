using Configuration.ZooKeeper.Revisions.Tests.Importing;
using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Revisions.Tests.Access;

/// <summary>What was changed is recorded, or the error says that it is not.</summary>
[TestClass]
public sealed class AccessRecordTests
{
    private static readonly Acl[] Local = [new(Permissions.All, "ip", "127.0.0.1"), new(Permissions.Read, "world", "anyone")];

    [TestMethod]
    public async Task ApplyAccess_RevisionAppliedBeforeTheRecord_IsRecordedAsTheNextOne()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        await using var other = await OpenBesideAsync(shop);
        var plan = await shop.Root.PlanAccessAsync(Local, "Title");
        shop.Options.TimeProvider = new MeanwhileTime(async () => await other.ApplyAsync(await other.PlanAsync(Shop.State(("Title", "2"))), "Faster"));

        var applied = await shop.Root.ApplyAccessAsync(plan, "Lock", Shop.Alice);

        Assert.AreEqual(3, applied.Number);
        var revisions = await shop.Root.HistoryAsync();
        Assert.AreEqual("3 Access: Lock, 2 Apply: Faster, 1 Apply: test", string.Join(", ", revisions));
        Assert.AreEqual(applied.Uid, revisions[0].Uid);
        Assert.HasCount(1, revisions[0].AccessChanges);
        Assert.IsTrue((await shop.Root.DriftAsync()).IsClean);
    }

    [TestMethod]
    public async Task ApplyAccess_ConnectionLostBeforeTheRecordArrives_IsRecorded()
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Title", "1"));
        var options = new ManagedRootOptions { ControlPath = shop.Options.ControlPath, TimeProvider = new MeanwhileTime(() => CutAsync(proxy, ProxyDirection.ToServer)) };
        await using var root = await ManagedRoot.OpenAsync(client, shop.Root.Path, options);

        var applied = await root.ApplyAccessAsync(await root.PlanAccessAsync(Local, "Title"), "Lock", Shop.Alice);

        Assert.AreEqual(2, applied.Number);
        Assert.AreEqual("2 Access: Lock, 1 Apply: test", string.Join(", ", await shop.Root.HistoryAsync()));
    }

    [TestMethod]
    [DataRow(ProxyDirection.ToServer)]
    [DataRow(ProxyDirection.ToClient)]
    public async Task ApplyAccess_ConnectionLostWhileAListIsWritten_IsRecordedOnce(ProxyDirection direction)
    {
        await using var proxy = await LoopbackProxy.StartAsync(SharedServer.Server.Port);
        await using var client = await ZooKeeperClient.ConnectAsync(proxy.ConnectionString);
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"));
        await using var root = await ManagedRoot.OpenAsync(client, shop.Root.Path, shop.Options);
        var plan = await root.PlanAccessAsync(Local, "Db");
        plan = plan with { Changes = new ObservedList<AccessChange>(plan.Changes, index => proxy.CutAfter(direction, index == 1 ? 10 : long.MaxValue)) };

        var applied = await root.ApplyAccessAsync(plan, "Lock", Shop.Alice);

        Assert.HasCount(2, (await shop.Root.ShowAsync(applied.Number))!.AccessChanges);
        Assert.IsTrue((await shop.Root.ReadAccessAsync("Db")).All(list => list.Acl.Count == 2 && list.Aversion == 1));
    }

    [TestMethod]
    public async Task ApplyAccess_ImportBeginsBeforeTheRecord_SaysThatTheListsAreChangedAndNotRecorded()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"));
        await using var other = await OpenBesideAsync(shop);
        var plan = await shop.Root.PlanAccessAsync(Local, "Db");
        shop.Options.TimeProvider = new MeanwhileTime(() => BeginImportAsync(other));

        var error = await Assert.ThrowsAsync<RevisionException>(() => shop.Root.ApplyAccessAsync(plan, "Lock", Shop.Alice));

        Assert.Contains($"2 of 2 access control lists of '{shop.Root.Path}' are changed, but the history does not show it", error.Message);
        Assert.Contains("import", error.Message);
    }

    [TestMethod]
    public async Task ApplyAccess_SecondListChangedSinceThePlan_RecordsTheFirstOne()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"));
        var plan = await shop.Root.PlanAccessAsync(Local, "Db");
        await shop.Client.SetAclAsync(shop.PathOf("Db/Host"), Acl.Open);

        var error = await Assert.ThrowsAsync<RevisionException>(() => shop.Root.ApplyAccessAsync(plan, "Lock", Shop.Alice));

        Assert.Contains($"1 of 2 access control lists of '{shop.Root.Path}' is changed, and recorded as revision 2", error.Message);
        Assert.Contains(shop.PathOf("Db/Host"), error.Message);
        Assert.AreEqual("Db", (await shop.Root.ShowAsync(2))!.AccessChanges.Single().Path);
    }

    [TestMethod]
    public async Task ApplyAccess_CancelledAfterTheFirstList_RecordsIt()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ApplyAsync(("Db/Host", "a"));
        var plan = await shop.Root.PlanAccessAsync(Local, "Db");
        using var interrupted = new CancellationTokenSource();
        plan = plan with
        {
            Changes = new ObservedList<AccessChange>(plan.Changes, index =>
            {
                if (index == 1)
                {
                    interrupted.Cancel();
                }
            }),
        };

        var error = await Assert.ThrowsAsync<OperationCanceledException>(() => shop.Root.ApplyAccessAsync(plan, "Lock", Shop.Alice, interrupted.Token));

        Assert.Contains("recorded as revision 2", error.Message);
        Assert.AreEqual("Db", (await shop.Root.ShowAsync(2))!.AccessChanges.Single().Path);
    }

    // Another tool on the same root.
    private static async Task<ManagedRoot> OpenBesideAsync(Shop shop) =>
        await ManagedRoot.OpenAsync(await SharedServer.ConnectAsync(), shop.Root.Path, new ManagedRootOptions { ControlPath = shop.Options.ControlPath });

    private static async Task BeginImportAsync(ManagedRoot root)
    {
        using var interrupted = new CancellationTokenSource();
        var options = new ImportOptions { MaxChanges = 10, Progress = new Told(_ => interrupted.Cancel()) };
        var plan = await root.PlanAsync(Imports.Many(20));
        await Assert.ThrowsAsync<OperationCanceledException>(() => root.ImportAsync(plan, "Many", Shop.Alice, options, interrupted.Token));
    }

    private static Task CutAsync(LoopbackProxy proxy, ProxyDirection direction)
    {
        proxy.CutAfter(direction, 10);
        return Task.CompletedTask;
    }

    /// <summary>Lets something happen when the time is first asked for, which is between the lists and the record.</summary>
    private sealed class MeanwhileTime(Func<Task> happen) : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow()
        {
            if (Interlocked.Exchange(ref _asked, 1) == 0)
            {
                Task.Run(happen).GetAwaiter().GetResult();
            }

            return base.GetUtcNow();
        }
    }

    private sealed class ObservedList<T>(IReadOnlyList<T> items, Action<int> onNext) : IReadOnlyList<T>
    {
        public int Count => items.Count;

        public T this[int index] => items[index];

        public IEnumerator<T> GetEnumerator()
        {
            for (var index = 0; index < items.Count; index++)
            {
                onNext(index);
                yield return items[index];
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
