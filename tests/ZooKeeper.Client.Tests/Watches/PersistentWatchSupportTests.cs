using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>Which servers are asked for persistent watches, connection by connection.</summary>
[TestClass]
public sealed class PersistentWatchSupportTests
{
    private const string Server = "zk1:2181";

    [TestMethod]
    public void OnConnected_ServerThatClosedWhenAsked_IsSparedOnceAndThenAskedAgain()
    {
        var support = new PersistentWatchSupport();
        Ask(support, ErrorCode.Unimplemented);
        support.OnConnected(Server);
        Assert.IsTrue(support.IsRefused);
        support.OnDisconnected();

        support.OnConnected(Server);
        Assert.IsFalse(support.IsRefused);
    }

    [TestMethod]
    public void OnConnected_ServerThatRefusedAndWentOn_IsAskedAgain()
    {
        var support = new PersistentWatchSupport();
        Ask(support, ErrorCode.MarshallingError);
        support.OnConnected(Server);

        Assert.IsFalse(support.IsRefused);
    }

    [TestMethod]
    public void OnConnected_AnotherServer_IsAsked()
    {
        var support = new PersistentWatchSupport();
        Ask(support, ErrorCode.Unimplemented);
        support.OnConnected("zk2:2181");

        Assert.IsFalse(support.IsRefused);
    }

    [TestMethod]
    public void OnDisconnected_QuestionUnansweredTwice_CountsAsRefused()
    {
        var support = new PersistentWatchSupport();
        Ask(support, answer: null);
        support.OnConnected(Server);
        Assert.IsFalse(support.IsRefused);
        support.OnAsked();
        support.OnDisconnected();
        support.OnConnected(Server);

        Assert.IsTrue(support.IsRefused);
    }

    [TestMethod]
    public void OnDisconnected_AnsweredInBetween_IsNoRefusal()
    {
        var support = new PersistentWatchSupport();
        Ask(support, answer: null);
        Ask(support, ErrorCode.Ok);
        Ask(support, answer: null);
        support.OnConnected(Server);

        Assert.IsFalse(support.IsRefused);
    }

    private static void Ask(PersistentWatchSupport support, ErrorCode? answer)
    {
        support.OnConnected(Server);
        support.OnAsked();
        if (answer is ErrorCode.Ok)
        {
            support.OnAccepted();
        }
        else if (answer is { } error)
        {
            support.OnRefused(error);
        }

        support.OnDisconnected();
    }
}
