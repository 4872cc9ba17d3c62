using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>A path is hot until eight consecutive reads have found it unchanged.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class HotPathsTests
{
    private const int MostPaths = 1024;
    private const int Patience = 8;

    private readonly HotPaths _hot = new();

    [TestMethod]
    public void Add_SeveralPaths_AreHotOnceEach()
    {
        _hot.Add(["/a", "/b", "/a"]);
        _hot.Add(["/a"]);

        CollectionAssert.AreEquivalent(new[] { "/a", "/b" }, _hot.All.ToArray());
    }

    [TestMethod]
    public void Add_MoreThan1024_KeepsTheFirst1024()
    {
        var paths = Enumerable.Range(0, MostPaths + 1).Select(number => $"/{number}").ToArray();
        _hot.Add(paths);
        CollectionAssert.AreEquivalent(paths[..MostPaths], _hot.All.ToArray());

        _hot.Remove(paths[0]);
        _hot.Add(["/x", "/y"]);
        CollectionAssert.AreEquivalent(paths[1..MostPaths].Append("/x").ToArray(), _hot.All.ToArray());
    }

    [TestMethod]
    public void OnRead_EightTimesUnchanged_IsHotNoMore()
    {
        _hot.Add(["/a", "/b"]);
        ReadUnchanged("/a", Patience - 1);
        CollectionAssert.AreEquivalent(new[] { "/a", "/b" }, _hot.All.ToArray());

        ReadUnchanged("/a", 1);
        CollectionAssert.AreEqual(new[] { "/b" }, _hot.All.ToArray());
    }

    [TestMethod]
    public void OnRead_Written_HasAllPatienceAgain()
    {
        _hot.Add(["/a"]);
        ReadUnchanged("/a", Patience - 1);
        _hot.OnRead("/a", isWritten: true);
        ReadUnchanged("/a", Patience - 1);
        Assert.HasCount(1, _hot.All);

        ReadUnchanged("/a", 1);
        Assert.IsEmpty(_hot.All);
    }

    [TestMethod]
    public void Add_PathThatIsHot_HasAllPatienceAgain()
    {
        _hot.Add(["/a"]);
        ReadUnchanged("/a", Patience - 1);
        _hot.Add(["/a"]);
        ReadUnchanged("/a", Patience - 1);

        Assert.HasCount(1, _hot.All);
    }

    [TestMethod]
    [DataRow(true, DisplayName = "written")]
    [DataRow(false, DisplayName = "unchanged")]
    public void OnRead_PathThatIsNotHot_DoesNotMakeItHot(bool isWritten)
    {
        _hot.OnRead("/a", isWritten);

        Assert.IsEmpty(_hot.All);
    }

    [TestMethod]
    public void Remove_OneOfTwo_LeavesTheOther()
    {
        _hot.Add(["/a", "/b"]);
        _hot.Remove("/a");
        _hot.Remove("/c");

        CollectionAssert.AreEqual(new[] { "/b" }, _hot.All.ToArray());
    }

    [TestMethod]
    public void Clear_SeveralPaths_LeavesNone()
    {
        _hot.Add(["/a", "/b"]);
        _hot.Clear();

        Assert.IsEmpty(_hot.All);
    }

    private void ReadUnchanged(string path, int times)
    {
        for (var i = 0; i < times; i++)
        {
            _hot.OnRead(path, isWritten: false);
        }
    }
}
