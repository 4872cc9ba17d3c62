using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Tests.Keys;

[TestClass]
[TestCategory("NoServer")]
public sealed class KeyLayerTests
{
    [TestMethod]
    [DataRow("/config", null, "Db:Host", "/config/Db/Host", true)]
    [DataRow("/", null, "Db:Host", "/Db/Host", true)]
    [DataRow("/config", "Shop", "Shop:Db:Host", "/config/Db/Host", true)]
    [DataRow("/config", null, "Db:Host", "/config/Db:Host", false)]
    [DataRow("/config", null, "Db:Host", "/config/Db.json", false)]
    [DataRow("/config", null, "db:Host", "/config/Db/Host", false)]
    [DataRow("/config", null, "Db:Host", "/konfig/Db/Host", false)]
    [DataRow("/config", "Shop", "Sh", "/config/Db/Host", false)]
    public void Define_Any_KeepsThePath(string layer, string? section, string key, string path, bool isSpelled)
    {
        var definition = new KeyLayer(3, layer, section).Define(key, "value", path);
        var entry = new KeyEntry(key, KeyHash.Of(key), definition, children: null);

        Assert.AreEqual(path, definition.Path);
        Assert.AreEqual(3, definition.Layer);
        Assert.AreEqual(isSpelled, definition.Origin is KeyLayer);
        Assert.AreEqual(definition, entry.Definition);
    }

    [TestMethod]
    public void Define_OneWithdrawnOfTwo_LeavesTheOther()
    {
        var (low, high) = (new KeyLayer(0, "/low", section: null), new KeyLayer(1, "/high", section: null));
        var edit = new KeyIndexEdit(KeyIndex.Empty);
        edit.Define(low.Define("a", "low", "/low/a"));
        edit.Define(high.Define("a", "high", "/high/a"));
        var both = edit.Seal();

        edit = new KeyIndexEdit(both);
        edit.Undefine(new KeyDefinition("a", value: null, 1, "/high/a"));
        edit.Undefine(new KeyDefinition("a", value: null, 1, "/high/a"));
        var left = edit.Seal();

        Assert.IsTrue(both.TryGet("a", out var value));
        Assert.AreEqual("high", value);
        Assert.IsTrue(left.TryGet("a", out value));
        Assert.AreEqual("low", value);
        CollectionAssert.AreEqual(new[] { "a" }, edit.ChangedKeys.ToArray());
    }
}
