using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Trees;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class RecursiveFollowingTests
{
    private const long Zxid = 100;

    private readonly FollowingFixture _test = new();
    private readonly RecursiveFollowing _following;

    public RecursiveFollowingTests()
    {
        _following = new RecursiveFollowing(_test.Tree, _test, new WatchRegistry());
        _test.Load("/r", "a");
    }

    [TestMethod]
    public void OnEvent_Written_MarksTheData()
    {
        _following.OnEvent(WatchEventType.NodeDataChanged, "/r/a");
        Assert.AreEqual(ReadNeed.Data | ReadNeed.Changed, _test.Reads.NeedOf("/r/a"));
    }

    [TestMethod]
    public void OnEvent_Created_AddsTheZnodeAndConfirmsTheParent()
    {
        _following.OnEvent(WatchEventType.NodeCreated, "/r/b");
        Assert.AreEqual(ZnodeState.Created, _test.Copy.Find("/r/b")!.State);
        Assert.AreEqual(1, _test.Reads.OpenCount);
        Assert.AreEqual(ReadNeed.Stat, NeedAfterBarriers("/r"));
    }

    [TestMethod]
    public void OnEvent_CreatedBelowAnUnknownZnode_ReadsTheNearestKnown()
    {
        _following.OnEvent(WatchEventType.NodeCreated, "/r/x/y");
        Assert.AreEqual(ReadNeed.Content, _test.Reads.NeedOf("/r"));
        Assert.IsNull(_test.Copy.Find("/r/x"));
    }

    [TestMethod]
    public void OnEvent_Deleted_RemovesTheZnodeAndItsMarksAndConfirmsTheParent()
    {
        _following.OnEvent(WatchEventType.NodeDataChanged, "/r/a");
        _following.OnEvent(WatchEventType.NodeDeleted, "/r/a");
        Assert.IsNull(_test.Copy.Find("/r/a"));
        Assert.AreEqual(0, _test.Reads.OpenCount);
        Assert.AreEqual(ReadNeed.Stat, NeedAfterBarriers("/r"));
    }

    [TestMethod]
    [DataRow(WatchEventType.NodeDeleted)]
    [DataRow(WatchEventType.NodeCreated)]
    public void OnEvent_RootCameOrWent_ReadsAllOfIt(WatchEventType type)
    {
        _following.OnEvent(type, "/r");
        Assert.AreEqual(type == WatchEventType.NodeCreated, _test.Copy.Find("/r") is not null);
        Assert.AreEqual(ReadNeed.Content, _test.Reads.NeedOf("/r"));
    }

    [TestMethod]
    public void OnRead_DataAndChildren_GoIntoTheWorkingCopy()
    {
        _test.Reads.Mark("/r", ReadNeed.Content);
        var read = _test.Send<AtomicTreeRead>(_following);
        Answer(read, Data(2, TestStat.Of(mzxid: 5, children: 2)), new MultiOperationResult(OpCode.GetChildren, new NamesReply(["a", "b"])));

        Assert.AreEqual(2, _test.Copy.Find("/r")!.Bytes![0]);
        Assert.AreEqual(ZnodeState.Discovered, _test.Copy.Find("/r/b")!.State);
        Assert.AreEqual(ReadNeed.Data | ReadNeed.Unknown, _test.Reads.NeedOf("/r/b"));
        Assert.AreEqual(0, _test.Reads.InFlightCount);
    }

    [TestMethod]
    public void OnRead_AnotherNumberOfChildren_AsksForTheirNames()
    {
        _test.Reads.Mark("/r", ReadNeed.Data);
        Answer(_test.Send<AtomicTreeRead>(_following), Data(2, TestStat.Of(mzxid: 5, children: 2)));
        Assert.AreEqual(ReadNeed.Content, _test.Reads.NeedOf("/r"));
    }

    [TestMethod]
    public void OnRead_Gone_RemovesTheZnodeAndConfirmsTheParent()
    {
        _test.Reads.Mark("/r/a", ReadNeed.Data);
        Answer(_test.Send<AtomicTreeRead>(_following), Error(ErrorCode.NoNode));
        Assert.IsNull(_test.Copy.Find("/r/a"));
        Assert.AreEqual(ReadNeed.Stat, NeedAfterBarriers("/r"));
    }

    [TestMethod]
    public void OnRead_NoPermission_KeepsTheZnodeAsUnreadable()
    {
        _test.Reads.Mark("/r/a", ReadNeed.Data);
        Answer(_test.Send<AtomicTreeRead>(_following), Error(ErrorCode.NoAuth));
        Assert.AreEqual(ZnodeState.Unreadable, _test.Copy.Find("/r/a")!.State);
        Assert.AreEqual(0, _test.Reads.OpenCount);
    }

    [TestMethod]
    [DataRow(ErrorCode.NoAuth, "no permission")]
    [DataRow(ErrorCode.SystemError, "the server reports SystemError")]
    public void OnRead_Error_IsLoggedAsWhatItIs(ErrorCode error, string reason)
    {
        _test.Reads.Mark("/r/a", ReadNeed.Data);
        Answer(_test.Send<AtomicTreeRead>(_following), Error(error));
        var (id, _, message) = _test.Logger.Entries.Single();
        Assert.AreEqual(1201, id);
        Assert.Contains($"/r/a: {reason}.", message);
    }

    [TestMethod]
    public void OnRefused_PutsBackAndWaits()
    {
        _test.Reads.Mark("/r/a", ReadNeed.Data);
        _following.OnRefused(_test.Send<AtomicTreeRead>(_following), ErrorCode.ThrottledOperation);
        Assert.AreEqual(ReadNeed.Data, _test.Reads.NeedOf("/r/a"));
        CollectionAssert.AreEqual(new[] { ErrorCode.ThrottledOperation }, _test.Refusals.ToArray());
    }

    [TestMethod]
    public void OnTooLarge_OneZnode_RefutesTheLookBackThatWaitsForIt()
    {
        _test.Tree.Publication.OnEvent();
        _following.OnEvent(WatchEventType.NodeDataChanged, "/r/a");
        var read = _test.Send<AtomicTreeRead>(_following);
        _test.Tree.OnPoint(Zxid, _following);
        Assert.IsNotNull(_test.Tree.Publication.LookBack);

        _following.OnTooLarge(read, new ZooKeeperException(ErrorCode.BadArguments, "too large"));
        Assert.IsNull(_test.Tree.Publication.LookBack);
        Assert.AreEqual(ZnodeState.Unreadable, _test.Copy.Find("/r/a")!.State);
        Assert.IsTrue(_test.Tree.Publication.IsPointOwed);
    }

    [TestMethod]
    public void OnPoint_NothingOpen_PublishesAndTrustsTheSession()
    {
        _test.Tree.OnPoint(Zxid, _following);
        Assert.AreEqual(Zxid, _test.Tree.Publication.Published!.Zxid);

        _test.Tree.OnDisconnected();
        _test.Tree.OnConnected("test", isNewSession: false);
        Assert.IsFalse(_test.Tree.Verification.TrustsNothing);
    }

    [TestMethod]
    public void OnConnected_NewSessionLostItsFirstConnection_TrustsNothingOnTheNext()
    {
        _test.Tree.OnPoint(Zxid, _following);
        _test.Tree.OnDisconnected();
        _test.Tree.OnConnected("test", isNewSession: true);
        _test.Tree.OnDisconnected();
        _test.Tree.OnConnected("test", isNewSession: false);
        Assert.IsTrue(_test.Tree.Verification.TrustsNothing);
    }

    [TestMethod]
    [DataRow(1, false, DisplayName = "nothing measured")]
    [DataRow(2, true, DisplayName = "measured: reading takes no time")]
    public void Verify_LargeTree_IsReadAgainIfTheLoadWasFast(int replies, bool isReadAgain)
    {
        const int Length = 5 * 1024 * 1024;
        for (; replies > 0; replies--)
        {
            _test.Reads.Mark("/r/a", ReadNeed.Data);
            var load = new GetDataReply(new byte[Length], new StatRecord(TestStat.Of(length: Length)));
            Answer(_test.Send<AtomicTreeRead>(_following), new MultiOperationResult(OpCode.GetData, load));
        }

        _test.Tree.OnPoint(Zxid, _following);
        _test.Tree.OnDisconnected();
        _test.Tree.OnConnected("test", isNewSession: false);
        _test.Tree.Verification.Await(1);
        _test.Tree.Verification.OnWatched(Zxid + 1);
        _test.Tree.Verify(_following);

        Assert.AreEqual(2, _test.Reads.OpenCount);
        Assert.AreEqual(isReadAgain, _test.Reads.Unverified.TakeToCompare() is null);
        Assert.AreEqual(isReadAgain, !_test.Send<AtomicTreeRead>(_following).Operations.IsEmpty);
    }

    private static MultiOperationResult Data(byte value, Stat stat) => new(OpCode.GetData, new GetDataReply([value], new StatRecord(stat)));

    private static MultiOperationResult Error(ErrorCode error) => new(OpCode.Error, new IntReply((int)error));

    private void Answer(AtomicTreeRead read, params MultiOperationResult[] results)
    {
        var body = FollowingFixture.Body(new MultiReply(results));
        _following.OnRead(read, Zxid, ref body);
    }

    private ReadNeed NeedAfterBarriers(string path)
    {
        _test.Reads.TakeBarriers(_test.Copy.Find);
        return _test.Reads.NeedOf(path);
    }
}
