using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class VerificationTests
{
    private const long Zxid = 100;

    [TestMethod]
    public void Scope_SameZxidAtEachWatch_IsOnlyWhatPermissionsCanHaveChanged()
    {
        var verification = Trusting();
        verification.Await(2);
        Assert.IsFalse(verification.OnWatched(Zxid));
        Assert.IsFalse(verification.IsFollowing);

        Assert.IsTrue(verification.OnWatched(Zxid));
        Assert.IsTrue(verification.IsFollowing);
        Assert.AreEqual(VerificationScope.Permissions, verification.Scope);
    }

    [TestMethod]
    [DataRow(Zxid, Zxid + 1)]
    [DataRow(Zxid + 1, Zxid)]
    public void Scope_OtherZxidAtAnyWatch_IsAllThatMayHaveChanged(long first, long second)
    {
        var verification = Trusting();
        verification.Await(2);
        verification.OnWatched(first);
        verification.OnWatched(second);
        Assert.AreEqual(VerificationScope.Changes, verification.Scope);
    }

    [TestMethod]
    public void Scope_NothingVerifiedOnTheSession_IsEverything()
    {
        var verification = new Verification(isSessionTrusted: false, Zxid);
        verification.Await(1);
        verification.OnWatched(Zxid);
        Assert.AreEqual(VerificationScope.Everything, verification.Scope);
    }

    [TestMethod]
    public void Await_NoWatches_FollowsAtOnceAndBelievesNoZxid()
    {
        var verification = Trusting();
        verification.Await(0);
        Assert.IsTrue(verification.IsFollowing);
        Assert.AreEqual(VerificationScope.Changes, verification.Scope);
    }

    [TestMethod]
    [DataRow(1, 1, 0, Zxid, false, DisplayName = "same znode")]
    [DataRow(2, 1, 0, Zxid, true, DisplayName = "written, by the zxid before the snapshot")]
    [DataRow(1, 2, 0, Zxid, true, DisplayName = "created, by the zxid before the snapshot")]
    [DataRow(2, 1, 1, Zxid, false, DisplayName = "the ACL was changed")]
    [DataRow(Zxid + 1, 1, 0, Zxid + 1, false, DisplayName = "written since")]
    [DataRow(2, 1, 0, Zxid - 1, false, DisplayName = "the server is behind")]
    public void NoticeOtherHistory_AgainstThePublishedZnode(long mzxid, long czxid, int aversion, long serverZxid, bool isOther)
    {
        var verification = Trusting();
        var published = new Znode("/r", owner: null) { State = ZnodeState.Read, Stat = TestStat.Of() };

        Assert.AreEqual(isOther, verification.NoticeOtherHistory(published, TestStat.Of(mzxid, czxid, aversion: aversion), serverZxid));
        Assert.AreEqual(isOther, verification.IsOtherHistory);
        Assert.IsFalse(verification.NoticeOtherHistory(published, TestStat.Of(mzxid, czxid, aversion: aversion), serverZxid), "told once");
    }

    private static Verification Trusting() => new(isSessionTrusted: true, Zxid);
}
