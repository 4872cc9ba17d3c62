using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class UnverifiedZnodesTests
{
    private const int Megabyte = 1024 * 1024;

    private readonly UnverifiedZnodes _znodes = new(new CheaperWay(new FakeTimeProvider()));

    [TestMethod]
    public void TakeToCompare_MoreThanTheWindow_WaitsForAnswers()
    {
        Add(count: 300, length: Megabyte);
        _znodes.Verify(hasMultiRead: true);
        var taken = new List<string>();
        while (_znodes.TakeToCompare() is { } path)
        {
            taken.Add(path);
        }

        Assert.HasCount(CheaperWay.Comparisons, taken);
        Assert.AreEqual(300, _znodes.Count);
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 300).Select(i => $"/r/{i}").ToArray(), _znodes.Paths.ToArray());
        _znodes.OnCompared(taken[0]);
        Assert.AreEqual(299, _znodes.Count);
        Assert.IsNotNull(_znodes.TakeToCompare());
    }

    [TestMethod]
    public void TakeToRead_LengthExceedsTheRoom_LeavesItForTheNextReply()
    {
        Add(count: 2, length: Megabyte);
        _znodes.Verify(hasMultiRead: true);
        Assert.AreEqual("/r/0", _znodes.TakeToRead(TreeReadBuilder.ReplyTarget)?.Path);
        Assert.IsNull(_znodes.TakeToRead(TreeReadBuilder.ReplyTarget - Megabyte));
        Assert.AreEqual("/r/1", _znodes.TakeToRead(TreeReadBuilder.ReplyTarget)?.Path);
    }

    [TestMethod]
    public void Take_OneWayIsChosen_TheOtherTakesNothing()
    {
        Add(count: 1, length: Megabyte);
        _znodes.Verify(hasMultiRead: true);
        Assert.IsNull(_znodes.TakeToCompare());
        Add(count: 9, length: Megabyte);
        _znodes.Verify(hasMultiRead: true);
        Assert.IsNull(_znodes.TakeToRead(TreeReadBuilder.ReplyTarget));
        Assert.IsNotNull(_znodes.TakeToCompare());
    }

    private void Add(int count, long length)
    {
        for (var i = 0; i < count; i++)
        {
            _znodes.Add(new UnverifiedZnode($"/r/{i}", ReadNeed.Data, length));
        }
    }
}
