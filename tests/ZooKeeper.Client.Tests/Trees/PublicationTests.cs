using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class PublicationTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TreeSnapshot> _announced = [];
    private readonly WorkingCopy _copy;
    private readonly Publication _publication;

    public PublicationTests()
    {
        _copy = new WorkingCopy(["/r"], _time);
        _publication = new Publication(new Chroot(ZnodePath.Root), _time) { Announce = _announced.Add };
    }

    [TestMethod]
    public void Publish_ChangedState_IsAnnouncedAndNoLongerStale()
    {
        _publication.LastError = new NoNodeException("x", "/x");
        Publish(value: 1, zxid: 10);

        Assert.AreSame(_publication.Published, _announced.Single());
        Assert.AreEqual((10L, false), (_publication.Zxid, _publication.IsStale));
        Assert.IsNull(_publication.LastError);
    }

    [TestMethod]
    public void Publish_NothingThatUsersSeeHasChanged_AdvancesTheZxidOnly()
    {
        Publish(value: 1, zxid: 10);
        _copy.SetStat("/r", TestStat.Of(mzxid: 10, pzxid: 11));
        PublishCopy(zxid: 11);

        Assert.HasCount(1, _announced);
        Assert.AreEqual((11L, 10L), (_publication.Zxid, _publication.Published!.Zxid));
    }

    [TestMethod]
    public void Publish_ThereIsAnAnnouncement_TheZxidComesAfterIt()
    {
        var zxidAtAnnouncement = -1L;
        _publication.Announce = _ => zxidAtAnnouncement = _publication.Zxid;
        Publish(value: 1, zxid: 10);
        Assert.AreEqual(0L, zxidAtAnnouncement);
    }

    [TestMethod]
    public void Publish_RefreshesWithAnEarlierTarget_AreCompleted()
    {
        var (reached, later, unanswered) = (AddRefresh(target: 10), AddRefresh(target: 11), AddRefresh(target: null));
        Publish(value: 1, zxid: 10);

        Assert.IsTrue(reached.Completion.IsCompletedSuccessfully);
        Assert.IsFalse(later.Completion.IsCompleted || unanswered.Completion.IsCompleted);
    }

    [TestMethod]
    public void OnRefreshAnswered_ReadOnlyServer_CompletesOnlyWhenNothingIsOpen()
    {
        var refresh = AddRefresh(Refresh.ReadOnly);
        _publication.OnRefreshAnswered(refresh, openCount: 0);
        Assert.IsFalse(refresh.Completion.IsCompleted, "the mirror is stale");

        Publish(value: 1, zxid: 10);
        Assert.IsTrue(refresh.Completion.IsCompleted);
        var next = AddRefresh(Refresh.ReadOnly);
        _publication.OnRefreshAnswered(next, openCount: 1);
        Assert.IsFalse(next.Completion.IsCompleted);
        _publication.OnRefreshAnswered(next, openCount: 0);
        Assert.IsTrue(next.Completion.IsCompleted);
    }

    [TestMethod]
    public void OnDisconnected_KeepsTheSnapshotAndTheRefreshes()
    {
        Publish(value: 1, zxid: 10);
        var refresh = AddRefresh(target: 11);
        _publication.OnDisconnected();

        Assert.IsTrue(_publication.IsStale);
        Assert.IsNotNull(_publication.Published);
        Assert.IsNull(refresh.Target);
        Assert.AreSame(refresh, _publication.Refreshes.Single());
    }

    [TestMethod]
    public async Task Close_RefreshesNowAndLater_EndWithObjectDisposed()
    {
        var refresh = AddRefresh(target: null);
        _publication.Close();
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => refresh.Completion);

        var late = new Refresh(static _ => { }, static (_, _) => { });
        Assert.IsFalse(_publication.TryAdd(late));
        await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => late.Completion);
    }

    [TestMethod]
    public void WantsLookBack_OnlyAfterAnEventAndWithLessToProve()
    {
        Assert.IsFalse(_publication.WantsLookBack(openCount: 2), "without an event, the end of the load gives the state");
        _publication.OnEvent();
        Assert.IsTrue(_publication.WantsLookBack(openCount: 2));
        Assert.IsFalse(_publication.WantsLookBack(openCount: 1025));

        _publication.Keep(LookBackOf("/r", "/r/a"));
        Assert.IsFalse(_publication.WantsLookBack(openCount: 2));
        Assert.IsTrue(_publication.WantsLookBack(openCount: 1));
    }

    [TestMethod]
    public void TakeConcluded_RefutedState_IsCountedUntilAPublication()
    {
        _publication.Keep(LookBackOf("/r"));
        Assert.IsNull(_publication.TakeConcluded());

        _publication.LookBack!.OnError("/r");
        Assert.IsTrue(_publication.TakeConcluded()!.IsRefuted);
        Assert.IsNull(_publication.LookBack);
        Assert.AreEqual(1, _publication.Refutations);
        Publish(value: 1, zxid: 10);
        Assert.AreEqual(0, _publication.Refutations);
    }

    [TestMethod]
    public void TakeConcluded_ProvedState_LeavesWhatWasTouchedAfterIt()
    {
        _publication.OnTouched("/before");
        Publish(value: 1, zxid: 9);
        _publication.Keep(new LookBack(10, _copy.Fork(), new Dictionary<string, ReadNeed> { ["/r"] = ReadNeed.Data }));
        _publication.OnTouched("/after");
        _publication.LookBack!.OnData("/r", [2], isNull: false, TestStat.Of(mzxid: 10));

        Assert.IsTrue(_publication.TakeConcluded()!.IsProved);
        CollectionAssert.AreEqual(new[] { "/after" }, _publication.Touched.ToArray());
    }

    [TestMethod]
    public void IsBehind_ChangesHaveWaitedForLong()
    {
        Publish(value: 1, zxid: 10);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.IsTrue(_publication.HasPendingChanges(openCount: 1));
        Assert.IsFalse(_publication.HasPendingChanges(openCount: 0));

        _publication.OnDisconnected();
        Assert.IsFalse(_publication.HasPendingChanges(openCount: 1));
    }

    private LookBack LookBackOf(params string[] open) => new(10, _copy.Fork(), open.ToDictionary(path => path, _ => ReadNeed.Data));

    private Refresh AddRefresh(long? target)
    {
        var refresh = new Refresh(static _ => { }, static (_, _) => { }) { Target = target };
        Assert.IsTrue(_publication.TryAdd(refresh));
        return refresh;
    }

    private void Publish(byte value, long zxid)
    {
        _copy.SetData("/r", [value], isNull: false, TestStat.Of(mzxid: zxid));
        PublishCopy(zxid);
    }

    private void PublishCopy(long zxid)
    {
        var roots = _copy.Seal();
        _publication.Publish(roots, zxid, _copy.OnPublished(roots));
    }
}
