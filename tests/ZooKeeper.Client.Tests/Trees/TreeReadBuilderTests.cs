using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Under constant writes, znodes that are not written are read, too.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class TreeReadBuilderTests
{
    private readonly TreeReadBuilder _builder = new();
    private readonly DirtyPaths _dirty = new();
    private readonly Dictionary<string, Znode> _znodes = new(StringComparer.Ordinal);

    [TestMethod]
    [DataRow(10, 100_000)]
    [DataRow(1, 1_000_000)]
    [DataRow(1024, 10)]
    public void Take_HotPathsThatWouldFillTheRead_LeaveRoomForAnother(int count, int dataLength)
    {
        string[] hot = [.. Enumerable.Range(0, count).Select(number => Add($"/r/hot{number}", dataLength))];
        _dirty.Add(Add("/r/deep/cold", 10), ReadNeed.Data);

        var read = TakeWith(hot);

        Assert.Contains("/r/deep/cold", read);
        Assert.IsLessThanOrEqualTo(TreeReadBuilder.ReplyTarget, read.Sum(path => TreeReadBuilder.OverheadOfReply + _znodes[path].Stat.DataLength));
    }

    [TestMethod]
    public void Take_MoreHotPathsThanFit_EachHasItsTurn()
    {
        string[] hot = [.. Enumerable.Range(0, 10).Select(number => Add($"/r/hot{number}", 100_000))];
        var seen = new HashSet<string>();
        for (var read = 0; read < 200; read++)
        {
            _dirty.Add(Add("/r/deep/cold", 10), ReadNeed.Data);
            seen.UnionWith(TakeWith(hot));
        }

        Assert.IsTrue(seen.IsSupersetOf(hot));
    }

    [TestMethod]
    public void Take_AFewHotPaths_TakesAllOfThemAlong()
    {
        string[] hot = [.. Enumerable.Range(0, 15).Select(number => Add($"/r/hot{number}", 100))];
        _dirty.Add(Add("/r/deep/cold", 10), ReadNeed.Data);

        Assert.IsTrue(TakeWith(hot).ToHashSet().IsSupersetOf(hot));
    }

    private string Add(string path, int dataLength)
    {
        _znodes[path] = new Znode(path, owner: null) { State = ZnodeState.Read, Stat = new Stat { DataLength = dataLength } };
        return path;
    }

    private List<string> TakeWith(string[] hot)
    {
        _dirty.TakeAlong(_builder.ShareOf([.. hot], _znodes.GetValueOrDefault, TreeReadBuilder.MostAtomic));
        return _builder.Take(_dirty, _znodes.GetValueOrDefault, [], TreeReadBuilder.MostAtomic, maxRequestLength: 1_000_000)?.ConvertAll(read => read.Path) ?? [];
    }
}
