using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>How a tree of unknown sizes is requested: a few znodes of a level first, and more the more sizes are known.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class ExploringTests
{
    private const int Small = 150;
    private const int Large = 400_000;

    private readonly OpenReads _reads = new(new CheaperWay(new FakeTimeProvider()));
    private readonly Queue<FakeRead> _inFlight = [];

    [TestMethod]
    public void Take_FirstOfALevel_WaitForTheirSizes()
    {
        Discover("/r/g", 1000);

        Assert.AreEqual(16, SendAll());
        Answer(Small);
        Assert.AreEqual(4 * 64, SendAll());
    }

    [TestMethod]
    public void Take_LevelBelow_BeginsWhenTheLevelAboveIsRequestedAndItsSizesAreKnown()
    {
        Discover("/r", 50);
        Assert.AreEqual(16, SendAll());
        Discover("/r/g", 1000);
        Assert.AreEqual(0, SendAll());

        Answer(Small);
        Assert.AreEqual(34 + 16, SendAll());
        Assert.AreEqual((2, 3), (_inFlight.ElementAt(0).UnknownLevel, _inFlight.ElementAt(1).UnknownLevel));
        Answer(Small);
        Assert.AreEqual(0, SendAll(), "no size of the level below is known");
        Answer(Small);
        Assert.AreEqual(4 * 64, SendAll());
    }

    [TestMethod]
    public void Take_ManySmallZnodes_HasAsManyInFlightAsFillFourReplies()
    {
        Discover("/r/g", 100_000);
        for (var i = 0; i < 20; i++)
        {
            SendAll();
            Answer(Small);
        }

        SendAll();
        Assert.HasCount(4 * TreeReadBuilder.ReplyTarget / (1024 * Small), _inFlight);
        while (_inFlight.Count > 0)
        {
            Answer(Large);
        }

        SendAll();
        Assert.HasCount(4, _inFlight);
    }

    [TestMethod]
    public void Take_FewSizesAreKnown_HasFourInFlight()
    {
        Discover("/r/g", 10_000);
        SendAll();
        Answer(Small);
        SendAll();

        Assert.HasCount(4, _inFlight);
    }

    private void Discover(string parent, int count) =>
        _reads.AddDiscovered(parent, [.. Enumerable.Range(0, count).Select(number => new Znode($"{parent}/{number}", owner: null))], ReadNeed.Data | ReadNeed.Unknown);

    // Returns the number of paths.
    private int SendAll()
    {
        var paths = 0;
        while (_reads.Take(_ => null, _reads.MostInFlight, TreeReadBuilder.MostAtomic, maxRequestLength: 4 * 1024 * 1024) is { } operations)
        {
            var read = new FakeRead(operations, ReadNeed.Data);
            _reads.OnSent(read);
            _inFlight.Enqueue(read);
            paths += operations.Count;
        }

        return paths;
    }

    private void Answer(int bytesOfEach)
    {
        var read = _inFlight.Dequeue();
        _reads.OnArrived(read);
        _reads.OnWeighed(read, (long)read.UnknownCount * bytesOfEach, changedBytes: 0);
    }
}
