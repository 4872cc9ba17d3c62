using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Trees;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class OneShotFollowingTests
{
    private const long Zxid = 100;

    private readonly FollowingFixture _test = new();
    private readonly OneShotFollowing _following;

    public OneShotFollowingTests()
    {
        _following = new OneShotFollowing(_test.Tree, _test, new SetWatchesLimit());
        _test.Load("/r", "a");
    }

    [TestMethod]
    public void CreateWatchRequests_NothingVerifiedOnTheSession_ReadsInstead()
    {
        Assert.IsEmpty(_following.CreateWatchRequests(maxRequestLength: 1024));
        _test.Tree.OnPoint(Zxid, _following);
        _test.Tree.OnDisconnected();
        _test.Tree.OnConnected("test", isNewSession: false);
        Assert.HasCount(1, _following.CreateWatchRequests(maxRequestLength: 1024));
    }

    [TestMethod]
    public void OnEvent_ChildrenChanged_ReadsTheList()
    {
        _following.OnEvent(WatchEventType.NodeChildrenChanged, "/r");
        Assert.AreEqual(ReadNeed.Children, _test.Reads.NeedOf("/r"));
    }

    [TestMethod]
    public void OnEvent_Deleted_RemovesTheZnodeAndReadsTheListOfTheParent()
    {
        _following.OnEvent(WatchEventType.NodeDeleted, "/r/a");
        Assert.IsNull(_test.Copy.Find("/r/a"));
        Assert.AreEqual(ReadNeed.Children, _test.Reads.NeedOf("/r"));
    }

    [TestMethod]
    public void OnEvent_WhileItsOwnPartIsInFlight_IsCoveredAndTheOtherPartIsNot()
    {
        _test.Reads.Mark("/r", ReadNeed.Data);
        Send();
        _following.OnEvent(WatchEventType.NodeDataChanged, "/r");
        Assert.IsTrue(_test.Reads.IsIdle);

        _following.OnEvent(WatchEventType.NodeChildrenChanged, "/r");
        Assert.IsFalse(_test.Reads.IsIdle);
    }

    [TestMethod]
    public void OnEvent_UnknownZnode_IsLeftToTheList()
    {
        _following.OnEvent(WatchEventType.NodeDataChanged, "/r/unknown");
        Assert.AreEqual(0, _test.Reads.OpenCount);
    }

    [TestMethod]
    public void CreateRead_MissingRoot_IsWatchedByExists()
    {
        _following.OnEvent(WatchEventType.NodeDeleted, "/r");
        var request = Send().Single();
        Assert.AreEqual(OpCode.Exists, request.OpCode);

        Answer(request, new ReplyHeader(1, Zxid, ErrorCode.NoNode));
        Assert.AreEqual(0, _test.Reads.OpenCount, "the watch tells of its creation");
    }

    [TestMethod]
    public void OnReply_DataAndList_AreAppliedOneByOne()
    {
        _test.Reads.Mark("/r", ReadNeed.Content);
        var requests = Send();
        Answer(requests[0], Ok, new GetDataReply([2], new StatRecord(TestStat.Of(mzxid: 5, children: 1))));
        Assert.AreEqual(1, _test.Reads.InFlightCount);
        Assert.AreEqual(2, _test.Copy.Find("/r")!.Bytes![0]);

        Answer(requests[1], Ok, new GetChildren2Reply(["b"], new StatRecord(TestStat.Of(mzxid: 5, children: 1))));
        Assert.AreEqual(0, _test.Reads.InFlightCount);
        Assert.IsNull(_test.Copy.Find("/r/a"));
        Assert.AreEqual(ReadNeed.Content | ReadNeed.Unknown, _test.Reads.NeedOf("/r/b"));
    }

    [TestMethod]
    public void OnReply_ZnodeThatBecameReadable_ReadsItsListEvenIfItIsEmpty()
    {
        _test.Tree.SetUnreadable("/r/a", ErrorCode.NoAuth);
        _test.Reads.Mark("/r/a", ReadNeed.Data);
        Answer(Send().Single(), Ok, new GetDataReply([2], new StatRecord(TestStat.Of())));
        Assert.AreEqual(ReadNeed.Children, _test.Reads.NeedOf("/r/a"));
    }

    [TestMethod]
    public void OnReply_NoPermission_OwesAPointInTheOrder()
    {
        _test.Reads.Mark("/r/a", ReadNeed.Data);
        Answer(Send().Single(), new ReplyHeader(1, Zxid, ErrorCode.NoAuth));
        Assert.AreEqual(ZnodeState.Unreadable, _test.Copy.Find("/r/a")!.State);
        Assert.IsTrue(_test.Tree.Publication.IsPointOwed);
    }

    [TestMethod]
    public void OnReply_Refused_IsAskedAgain()
    {
        _test.Reads.Mark("/r/a", ReadNeed.Data | ReadNeed.Changed);
        Answer(Send().Single(), new ReplyHeader(1, Zxid, ErrorCode.ThrottledOperation));
        Assert.AreEqual(ReadNeed.Data | ReadNeed.Changed, _test.Reads.NeedOf("/r/a"));
        CollectionAssert.AreEqual(new[] { ErrorCode.ThrottledOperation }, _test.Refusals.ToArray());
    }

    [TestMethod]
    public void PrepareRead_RefutedAgainAndAgain_ReadsAllThatWasTouchedInOneGo()
    {
        _test.Tree.Publication.Refutations = 3;
        _following.OnEvent(WatchEventType.NodeDataChanged, "/r");
        Send();
        _following.OnEvent(WatchEventType.NodeDataChanged, "/r/a");
        Assert.IsFalse(_following.PrepareRead(), "something is under way");

        _test.Reads.Clear();
        _test.Reads.Mark("/r/a", ReadNeed.Data);
        Assert.IsTrue(_following.PrepareRead());
        Assert.AreEqual(ReadNeed.Data | ReadNeed.Changed, _test.Reads.NeedOf("/r"));
    }

    private static ReplyHeader Ok => new(1, Zxid, ErrorCode.Ok);

    private static void Answer(WatchingTreeRequest request, in ReplyHeader header, params IRecord[] records)
    {
        var body = FollowingFixture.Body(records);
        request.OnReply(header, ref body);
    }

    private IReadOnlyList<WatchingTreeRequest> Send() => _test.Send<WatchingTreeRead>(_following).CreateRequests();
}
