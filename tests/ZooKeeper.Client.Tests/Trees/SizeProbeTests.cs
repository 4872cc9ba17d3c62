using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class SizeProbeTests
{
    private const int First = 16;
    private const int Small = 100;

    private readonly SizeProbe _probe = new(First);

    [TestMethod]
    public void Limit_NothingIsKnown_IsTheFirst()
    {
        Assert.IsFalse(_probe.HasSample);
        Assert.AreEqual(First, _probe.Limit);
    }

    [TestMethod]
    public void Limit_SmallReplies_GrowsFourfoldUpToTheMost()
    {
        foreach (var expected in new[] { 64, 256, 1024, 1024 })
        {
            _probe.OnReply(First, First * Small);
            Assert.IsTrue(_probe.HasSample);
            Assert.AreEqual(expected, _probe.Limit);
        }
    }

    [TestMethod]
    [DataRow(1, 100_000, 5)]
    [DataRow(16, 16 * 100_000, 5)]
    [DataRow(1, 2 * TreeReadBuilder.ReplyTarget, 1)]
    public void Limit_LargeReplies_FillOneReplyByTheirAverage(int paths, int bytes, int expected)
    {
        _probe.OnReply(paths, bytes);

        Assert.AreEqual(expected, _probe.Limit);
    }

    [TestMethod]
    public void Limit_LargeAfterSmall_IsOfAllReplies()
    {
        _probe.OnReply(First, 0);
        _probe.OnReply(First, 2 * First * 10_000);

        Assert.AreEqual(TreeReadBuilder.ReplyTarget / 10_000, _probe.Limit);
    }

    [TestMethod]
    public void Halve_TooLargeAReply_TakesHalfOfWhatWasAllowed()
    {
        _probe.OnReply(1, 100_000);

        foreach (var expected in new[] { 2, 1, 1 })
        {
            _probe.Halve();
            Assert.AreEqual(expected, _probe.Limit);
        }
    }

    [TestMethod]
    public void Reset_AfterReplies_KnowsNothing()
    {
        _probe.OnReply(First, First * Small);
        _probe.Reset();

        Assert.IsFalse(_probe.HasSample);
        Assert.AreEqual(First, _probe.Limit);
        _probe.OnReply(1, TreeReadBuilder.ReplyTarget / 7);
        Assert.AreEqual(7, _probe.Limit);
    }
}
