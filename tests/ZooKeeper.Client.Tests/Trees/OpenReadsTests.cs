using Microsoft.Extensions.Time.Testing;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class OpenReadsTests
{
    private const int MaxRequestLength = 1024 * 1024;

    private readonly OpenReads _reads = new(new CheaperWay(new FakeTimeProvider()));

    [TestMethod]
    public void Mark_PathInFlight_IsCoveredByTheRead()
    {
        _reads.Mark("/r", ReadNeed.Stat);
        Send(ReadNeed.Data | ReadNeed.Stat);
        Assert.AreEqual(0, _reads.OpenCount, "a snapshot does not wait for a Stat");

        _reads.Mark("/r", ReadNeed.Data | ReadNeed.Changed);
        Assert.AreEqual(1, _reads.OpenCount);
        Assert.IsTrue(_reads.IsIdle, "the read brings the data, too");
    }

    [TestMethod]
    public void Mark_MoreThanTheReadBrings_IsReadAgain()
    {
        _reads.Mark("/r", ReadNeed.Data);
        Send(ReadNeed.Data);
        _reads.Mark("/r", ReadNeed.Children);

        Assert.AreEqual(ReadNeed.Children, Take().Single().Need);
    }

    [TestMethod]
    public void PutBack_EventWasCovered_ReadsWhatTheEventAskedFor()
    {
        _reads.Mark("/r", ReadNeed.Stat);
        var read = Send(ReadNeed.Data | ReadNeed.Stat);
        _reads.Mark("/r", ReadNeed.Data);
        _reads.PutBack(read);

        Assert.AreEqual(1, _reads.OpenCount);
        Assert.AreEqual(ReadNeed.Data | ReadNeed.Stat, Take().Single().Need);
    }

    [TestMethod]
    public void Take_WhilePausedOrEnoughInFlight_IsEmpty()
    {
        _reads.Mark("/r", ReadNeed.Data);
        _reads.IsPaused = true;
        Assert.IsEmpty(Take());

        _reads.IsPaused = false;
        Send(ReadNeed.Data);
        _reads.Mark("/r/a", ReadNeed.Data);
        Assert.IsEmpty(Take(mostInFlight: 1));
        Assert.HasCount(1, Take(mostInFlight: 2));
    }

    [TestMethod]
    public void Take_HotPath_GoesAlongWithWhatIsRead()
    {
        _reads.AddHot(["/hot"]);
        Assert.IsEmpty(Take(), "nothing is read for the sake of hot paths alone");

        _reads.Mark("/r", ReadNeed.Data);
        CollectionAssert.AreEquivalent(new[] { "/hot", "/r" }, Take().Select(operation => operation.Path).ToArray());
    }

    [TestMethod]
    public void OnTooLarge_SeveralPaths_ReadsThemInSmallerParts()
    {
        for (var i = 0; i < 32; i++)
        {
            _reads.Mark($"/r/{i}", ReadNeed.Data | ReadNeed.Changed);
        }

        Assert.IsNull(_reads.OnTooLarge(Send(ReadNeed.Data)));
        Assert.AreEqual(32, _reads.OpenCount);
        Assert.IsLessThan(32, Take().Count);
    }

    [TestMethod]
    public void OnTooLarge_OnePath_ReturnsIt()
    {
        _reads.Mark("/r", ReadNeed.Data);
        Assert.AreEqual("/r", _reads.OnTooLarge(Send(ReadNeed.Data)));
        Assert.AreEqual(0, _reads.OpenCount);
    }

    [TestMethod]
    public void TakeBarriers_SmallData_ComesWithTheNextReadAndLargeDataAlone()
    {
        _reads.AddBarrier("/small");
        _reads.AddBarrier("/large");
        _reads.AddBarrier("/gone");
        var alone = _reads.TakeBarriers(path => path switch
        {
            "/gone" => null,
            "/large" => new Znode(path, owner: null) { Stat = TestStat.Of(length: 100_000) },
            _ => new Znode(path, owner: null) { Stat = TestStat.Of() },
        });

        CollectionAssert.AreEqual(new[] { "/large" }, alone.ToArray());
        Assert.AreEqual(ReadNeed.Stat, _reads.NeedOf("/small"));
        Assert.AreEqual(ReadNeed.None, _reads.NeedOf("/large") | _reads.NeedOf("/gone"));
        Assert.AreEqual(0, _reads.OpenCount);
    }

    [TestMethod]
    public void Take_UnverifiedZnodesAreRead_EachReadIsAFullOne()
    {
        AddUnverified(count: 25, length: 50_000);
        _reads.Unverified.Verify(hasMultiRead: true);
        _reads.Mark("/r/3", ReadNeed.Data | ReadNeed.Changed);

        CollectionAssert.AreEqual(new[] { "/r/3" }, PathsOf(Send(ReadNeed.Data)));
        CollectionAssert.AreEqual(new[] { 10, 10, 5 }, Enumerable.Range(0, 3).Select(_ => PathsOf(Send(ReadNeed.Data)).Length).ToArray());
        Assert.AreEqual(0, _reads.Unverified.Count);
        Assert.AreEqual(26, _reads.OpenCount);
    }

    [TestMethod]
    public void Take_UnverifiedZnodeWasDeleted_IsNotRead()
    {
        AddUnverified(count: 2, length: 100);
        _reads.Unverified.Verify(hasMultiRead: true);
        var operations = _reads.Take(path => path == "/r/1" ? new Znode(path, owner: null) : null, mostInFlight: 4, mostPaths: 100, MaxRequestLength) ?? [];
        CollectionAssert.AreEqual(new[] { "/r/1" }, operations.ConvertAll(operation => operation.Path));
    }

    [TestMethod]
    public void Take_UnverifiedZnodesAreCompared_ReadsNoneOfThem()
    {
        AddUnverified(count: 100, length: 100_000);
        _reads.Unverified.Verify(hasMultiRead: true);
        Assert.IsEmpty(Take());
        Assert.IsNotNull(_reads.Unverified.TakeToCompare());
    }

    [TestMethod]
    public void Open_DirtyInFlightAndCompared_NamesAllThatASnapshotWaitsFor()
    {
        _reads.Mark("/sent", ReadNeed.Data);
        Send(ReadNeed.Data);
        _reads.Mark("/dirty", ReadNeed.Content | ReadNeed.Changed);
        _reads.Mark("/barrier", ReadNeed.Stat);
        _reads.Unverified.Add(new UnverifiedZnode("/compared", ReadNeed.Content, Length: 1));
        var open = _reads.Open(comparisonBrings: ReadNeed.Data);

        CollectionAssert.AreEquivalent(new[] { "/sent", "/dirty", "/compared" }, open.Keys.ToArray());
        Assert.AreEqual(ReadNeed.Content, open["/dirty"]);
        Assert.AreEqual(ReadNeed.Data | ReadNeed.Unverified, open["/compared"]);
    }

    [TestMethod]
    public void Clear_AllIsForgotten()
    {
        _reads.Mark("/sent", ReadNeed.Data);
        Send(ReadNeed.Data);
        _reads.Mark("/dirty", ReadNeed.Data);
        _reads.Unverified.Add(new UnverifiedZnode("/compared", ReadNeed.Content, Length: 1));
        _reads.Clear();

        Assert.AreEqual(0, _reads.OpenCount + _reads.InFlightCount);
        Assert.IsTrue(_reads.IsIdle);
    }

    private void AddUnverified(int count, long length)
    {
        for (var i = 0; i < count; i++)
        {
            _reads.Unverified.Add(new UnverifiedZnode($"/r/{i}", ReadNeed.Data | ReadNeed.Unverified, length));
        }
    }

    private static string[] PathsOf(TreeRead read) => Array.ConvertAll(read.Operations.ToArray(), operation => operation.Path);

    private List<ReadOperation> Take(int mostInFlight = 4) =>
        _reads.Take(path => new Znode(path, owner: null) { State = ZnodeState.Read }, mostInFlight, mostPaths: 100, MaxRequestLength) ?? [];

    private FakeRead Send(ReadNeed brings)
    {
        var read = new FakeRead(Take(), brings);
        _reads.OnSent(read);
        return read;
    }
}
