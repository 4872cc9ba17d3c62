using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class RequestQueueTests
{
    private readonly RequestQueue _queue = new();

    [TestMethod]
    public void TakeSent_ByXid_GivesEachOnce()
    {
        var (first, second) = (Request(), Request());
        _queue.AddSent(1, first);
        _queue.AddSent(2, second);
        Assert.AreSame(second, _queue.TakeSent(2));
        Assert.AreSame(first, _queue.TakeSent(1));
        Assert.IsNull(_queue.TakeSent(1));
        Assert.IsNull(_queue.TakeSent(7));
    }

    [TestMethod]
    public void TakeSent_FixedXid_GivesThemInTheirOrder()
    {
        var (first, second, ping) = (Request(), Request(), new Ping());
        _queue.AddSent(Xid.SetWatches, first);
        _queue.AddSent(Xid.SetWatches, second);
        _queue.AddSent(Xid.Ping, ping);
        Assert.AreSame(first, _queue.TakeSent(Xid.SetWatches));
        Assert.AreSame(ping, _queue.TakeSent(Xid.Ping));
        Assert.AreSame(second, _queue.TakeSent(Xid.SetWatches));
        Assert.IsNull(_queue.TakeSent(Xid.SetWatches));
    }

    [TestMethod]
    public void HasRoom_FullWindow_IsFalseUntilAReply_AndPingsDoNotCount()
    {
        for (var xid = 1; xid <= 512; xid++)
        {
            Assert.IsTrue(_queue.HasRoom);
            _queue.AddSent(xid, Request());
        }

        Assert.IsFalse(_queue.HasRoom);
        var waiting = Request();
        _queue.AddWaiting(waiting);
        _queue.AddSent(Xid.Ping, new Ping());
        _queue.TakeSent(Xid.Ping);
        Assert.IsNull(_queue.TakeWaiting());
        _queue.TakeSent(300);
        Assert.AreSame(waiting, _queue.TakeWaiting());
    }

    [TestMethod]
    public void IsTaken_WhileUnanswered_SoThatTheNumberIsNotGivenTwice()
    {
        _queue.AddSent(1, Request());
        Assert.IsTrue(_queue.IsTaken(1));
        Assert.IsFalse(_queue.IsTaken(2));
        _queue.TakeSent(1);
        Assert.IsFalse(_queue.IsTaken(1));
    }

    [TestMethod]
    public async Task TakeWaiting_CancelledOnes_AreDropped()
    {
        using var cancellation = new CancellationTokenSource();
        var (cancelled, wanted) = (Request(), Request());
        var waiting = cancelled.WaitAsync(cancellation.Token);
        _queue.AddWaiting(cancelled);
        _queue.AddWaiting(wanted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        Assert.AreSame(wanted, _queue.TakeWaiting());
        Assert.IsNull(_queue.TakeWaiting());
    }

    [TestMethod]
    public void TakeAll_GivesEverythingOnce()
    {
        _queue.AddSent(1, Request());
        _queue.AddSent(Xid.Ping, new Ping());
        _queue.AddWaiting(Request());
        Assert.HasCount(3, _queue.TakeAll());
        Assert.IsEmpty(_queue.TakeAll());
        Assert.IsTrue(_queue.HasRoom);
    }

    private static PendingReply<Nothing, Nothing> Request() => new(OpCode.WhoAmI, path: null, default);
}
