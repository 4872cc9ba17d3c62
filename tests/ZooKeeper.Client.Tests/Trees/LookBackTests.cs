using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Tests what proves or refutes a past state. It is the state at zxid 100: /r with the child /r/a, read at zxid 50.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class LookBackTests
{
    private const long Zxid = 100;

    [TestMethod]
    public void OnData_NotWrittenSince_ProvesTheState()
    {
        var lookBack = Of(("/r/a", ReadNeed.Data));
        lookBack.OnData("/r/a", [2], isNull: false, StatOf(mzxid: Zxid));

        Assert.IsTrue(lookBack.IsProved);
        Assert.AreEqual(2, lookBack.Roots.Find("/r/a")!.Bytes![0]);
    }

    [TestMethod]
    public void OnData_WrittenSince_RefutesTheState()
    {
        var lookBack = Of(("/r/a", ReadNeed.Data));
        lookBack.OnData("/r/a", [2], isNull: false, StatOf(mzxid: Zxid + 1));

        Assert.IsTrue(lookBack.IsRefuted);
        Assert.IsFalse(lookBack.IsProved);
    }

    [TestMethod]
    public void OnData_ChildrenChangedSinceButFollowedByEvents_ProvesTheState()
    {
        var lookBack = Of(("/r/a", ReadNeed.Data));
        lookBack.OnData("/r/a", [2], isNull: false, StatOf(mzxid: Zxid, pzxid: Zxid + 1, children: 1));

        Assert.IsTrue(lookBack.IsProved);
    }

    [TestMethod]
    public void OnData_ChildrenNotVerifiedAndChangedSince_RefutesTheState()
    {
        var lookBack = Of(("/r/a", ReadNeed.Data | ReadNeed.Unverified));
        lookBack.OnData("/r/a", [2], isNull: false, StatOf(mzxid: Zxid, pzxid: Zxid + 1, children: 1));

        Assert.IsTrue(lookBack.IsRefuted);
    }

    [TestMethod]
    public void OnData_ChildrenNotVerifiedAndThereThen_WaitsForTheirNamesAndData()
    {
        var lookBack = Of(("/r/a", ReadNeed.Data | ReadNeed.Unverified));
        lookBack.OnData("/r/a", [2], isNull: false, StatOf(mzxid: Zxid, pzxid: Zxid, children: 1));
        Assert.IsFalse(lookBack.IsProved);

        lookBack.OnData("/r/a", [2], isNull: false, StatOf(mzxid: Zxid, pzxid: Zxid, children: 1));
        lookBack.OnChildren("/r/a", ["b"]);
        Assert.IsFalse(lookBack.IsProved);

        lookBack.OnData("/r/a/b", [3], isNull: false, StatOf(mzxid: Zxid));
        Assert.IsTrue(lookBack.IsProved);
        Assert.AreEqual(3, lookBack.Roots.Find("/r/a/b")!.Bytes![0]);
    }

    [TestMethod]
    public void OnError_ZnodeThatWasThere_RefutesTheState()
    {
        var lookBack = Of(("/r/a", ReadNeed.Data));
        lookBack.OnError("/r/a");

        Assert.IsTrue(lookBack.IsRefuted);
    }

    [TestMethod]
    public void OnData_ZnodeThatIsNotOpen_ChangesNothing()
    {
        var lookBack = Of(("/r", ReadNeed.Data));
        lookBack.OnData("/r/a", [2], isNull: false, StatOf(mzxid: Zxid + 1));

        Assert.IsFalse(lookBack.IsRefuted);
        Assert.AreEqual(1, lookBack.Roots.Find("/r/a")!.Bytes![0]);
    }

    [TestMethod]
    public void OnDataAlone_ListStillOpen_WaitsForTheList()
    {
        var lookBack = Of(("/r/a", ReadNeed.Content));
        lookBack.OnDataAlone("/r/a", [2], isNull: false, StatOf(mzxid: Zxid));
        Assert.IsFalse(lookBack.IsProved);

        lookBack.OnChildrenAlone("/r/a", ["b"], StatOf(mzxid: Zxid, pzxid: Zxid));
        Assert.IsFalse(lookBack.IsProved);

        lookBack.OnChildrenAlone("/r/a/b", [], StatOf(mzxid: Zxid));
        lookBack.OnDataAlone("/r/a/b", [3], isNull: false, StatOf(mzxid: Zxid));
        Assert.IsTrue(lookBack.IsProved);
        Assert.AreEqual(3, lookBack.Roots.Find("/r/a/b")!.Bytes![0]);
    }

    [TestMethod]
    public void OnDataAlone_WrittenSince_RefutesTheState()
    {
        var lookBack = Of(("/r/a", ReadNeed.Data));
        lookBack.OnDataAlone("/r/a", [2], isNull: false, StatOf(mzxid: Zxid + 1));

        Assert.IsTrue(lookBack.IsRefuted);
    }

    [TestMethod]
    public void OnDataAlone_OnlyTheListIsOpen_ChangesNothing()
    {
        var lookBack = Of(("/r/a", ReadNeed.Children));
        lookBack.OnDataAlone("/r/a", [2], isNull: false, StatOf(mzxid: Zxid + 1));
        Assert.IsFalse(lookBack.IsRefuted);

        lookBack.OnChildrenAlone("/r/a", [], StatOf(mzxid: Zxid + 1));
        Assert.IsTrue(lookBack.IsProved);
        Assert.AreEqual(1, lookBack.Roots.Find("/r/a")!.Bytes![0]);
    }

    [TestMethod]
    public void OnChildrenAlone_ChangedSince_RefutesTheState()
    {
        var lookBack = Of(("/r/a", ReadNeed.Children));
        lookBack.OnChildrenAlone("/r/a", [], StatOf(mzxid: 50, pzxid: Zxid + 1));

        Assert.IsTrue(lookBack.IsRefuted);
    }

    private static LookBack Of(params (string Path, ReadNeed Need)[] open)
    {
        var tree = new TreeEdit(new TreeRoots(["/r"], [null]));
        tree.AddRoot("/r");
        tree.SetData("/r", [], isNull: false, StatOf(mzxid: 50, children: 1));
        tree.AddCreated("/r/a");
        tree.SetData("/r/a", [1], isNull: false, StatOf(mzxid: 50));
        return new LookBack(Zxid, tree, open.ToDictionary(entry => entry.Path, entry => entry.Need));
    }

    private static Stat StatOf(long mzxid, long pzxid = 50, int children = 0) => new(50, mzxid, 0, 0, 0, 0, 0, 0, 1, children, pzxid);
}
