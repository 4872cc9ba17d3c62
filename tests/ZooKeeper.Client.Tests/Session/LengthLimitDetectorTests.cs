using System.Net.Sockets;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class LengthLimitDetectorTests
{
    private static readonly IOException Closed = new("The server closed the connection.");

    private readonly LengthLimitDetector _detector = new();

    [TestMethod]
    public void OnLost_FiveTimesInARowWithALargeWrite_IsConclusiveUntilOneOfThatLengthIsAnswered()
    {
        for (var i = 1; i < 5; i++)
        {
            Assert.IsFalse(Lose(100_000).IsConclusive, $"{i}");
        }

        Assert.IsTrue(Lose(100_000).IsConclusive);
        _detector.OnAnswered(Sent(99_999));
        Assert.IsTrue(Lose(100_001).IsConclusive);
        _detector.OnAnswered(Sent(100_000));
        Assert.IsFalse(Lose(100_001).IsConclusive);
    }

    [TestMethod]
    public void OnLost_WritesOfDifferentLengths_CountTogether()
    {
        foreach (var length in new[] { 300_000, 200_000, 300_000, 200_000 })
        {
            Assert.IsFalse(Lose(length).IsConclusive);
        }

        var suspect = Lose(300_000);
        Assert.IsFalse(suspect.IsConclusive, "the first does not count for the shorter length");
        Assert.IsTrue(Lose(200_000).IsConclusive);
        Assert.Contains("300000 bytes", suspect.ToString());
    }

    [TestMethod]
    public void OnLost_ForAnotherReason_SuspectsNothing()
    {
        Assert.IsNull(_detector.OnLost(new TimeoutException(), [Sent(100_000)]));
        Assert.IsNull(_detector.OnLost(Closed, [Sent(8 * 1024 - 1)]));
        Assert.IsNull(_detector.OnLost(Closed, [new PendingReply<Nothing, Nothing>(OpCode.SetData, "/unsent", default) { Length = 100_000 }]));
        Assert.IsNotNull(_detector.OnLost(new SocketException(), [Sent(100_000), Sent(1)]));
    }

    [TestMethod]
    public void OnLost_ARead_IsNamedAndNeverConclusive()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.IsFalse(_detector.OnLost(Closed, [Sent(100_000, OpCode.MultiRead)])!.IsConclusive);
        }
    }

    private LengthSuspect Lose(int length) => _detector.OnLost(Closed, [Sent(1), Sent(length)])!;

    private static PendingReply<Nothing, Nothing> Sent(int length, OpCode opCode = OpCode.SetData) => new(opCode, "/large", default) { SentAt = 1, Length = length };
}
