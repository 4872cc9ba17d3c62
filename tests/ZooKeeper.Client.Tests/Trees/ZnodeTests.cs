using System.Text;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Trees;

[TestClass]
[TestCategory("NoServer")]
public sealed class ZnodeTests
{
    private static readonly Stat Leaf = new(5, 7, 50, 70, 2, Cversion: 0, Aversion: 0, EphemeralOwner: 0, DataLength: 9, NumChildren: 0, Pzxid: 5);

    public static IEnumerable<object[]> Stats =>
        [[Leaf], [Leaf with { Cversion = 1 }], [Leaf with { Aversion = 1 }], [Leaf with { EphemeralOwner = 1 }], [Leaf with { NumChildren = 1 }], [Leaf with { Pzxid = 6 }]];

    [TestMethod]
    [DynamicData(nameof(Stats))]
    public void Stat_Any_IsWhole(Stat stat)
    {
        var znode = new Znode("/a", owner: null) { Stat = stat };
        Assert.AreEqual(stat, znode.Stat);
        Assert.AreEqual(stat, znode.CloneFor(new object()).Stat);
        znode.Stat = Leaf;
        Assert.AreEqual(Leaf, znode.Stat);
    }

    [TestMethod]
    [DataRow("/")]
    [DataRow("/a")]
    [DataRow("/a/b/c")]
    public void Path_Any_IsWhole(string path) => Assert.AreEqual(path, new Znode(path, owner: null).Path);

    [TestMethod]
    [DataRow("/")]
    [DataRow("/a")]
    [DataRow("/größe/€/😀")]
    public void WritePath_Any_IsThePathAsAString(string path)
    {
        var znode = new Znode(path, owner: null);
        using var writer = new JuteWriter(capacity: 1);
        znode.WritePath(writer);
        var reader = new JuteReader(writer.Written);

        Assert.AreEqual(path, reader.ReadString());
        Assert.AreEqual(0, reader.Remaining);
        Assert.AreEqual(writer.Length - sizeof(int), znode.PathLength);
    }

    [TestMethod]
    public void CloneFor_ThenChanged_LeavesTheFirst()
    {
        var znode = new Znode("/a", owner: null) { Stat = Leaf with { Cversion = 1 } };
        znode.CloneFor(new object()).Stat = Leaf with { Cversion = 2 };
        Assert.AreEqual(1, znode.Stat.Cversion);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("text €")]
    [DataRow("\uFEFFmarked\0")]
    public void GetText_Text_StaysTheSameData(string text)
    {
        var (znode, other) = (new Znode("/a", owner: null) { Bytes = Encoding.UTF8.GetBytes(text) }, new Znode("/a", owner: null) { Bytes = Encoding.UTF8.GetBytes(text) });
        Assert.AreEqual(text, znode.GetText());
        Assert.AreSame(znode.GetText(), znode.GetText());
        CollectionAssert.AreEqual(Encoding.UTF8.GetBytes(text), znode.Data!.Value.ToArray());
        Assert.IsTrue(znode.HasData(Encoding.UTF8.GetBytes(text), isNull: false));
        Assert.IsFalse(znode.HasData(Encoding.UTF8.GetBytes(text + "x"), isNull: false));
        Assert.IsTrue(znode.IsSameAs(other));
        Assert.IsTrue(other.IsSameAs(znode));
    }

    [TestMethod]
    public void GetText_NoText_IsNull()
    {
        var znode = new Znode("/a", owner: null) { Bytes = [0xFF, 0x01] };
        Assert.IsNull(znode.GetText());
        CollectionAssert.AreEqual(new byte[] { 0xFF, 0x01 }, znode.Data!.Value.ToArray());
        Assert.IsNull(new Znode("/a", owner: null).GetText());
    }
}
