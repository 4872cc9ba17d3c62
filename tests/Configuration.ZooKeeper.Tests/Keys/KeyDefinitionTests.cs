using System.Globalization;
using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Tests.Keys;

/// <summary>Several znodes that define the same key.</summary>
[TestClass]
public sealed class KeyDefinitionTests
{
    [TestMethod]
    public void ToString_NeverShowsTheValue() => Assert.DoesNotContain("s3cret", new KeyDefinition("Db:Password", "s3cret", 0, "/config/Db/Password").ToString());

    // Long enough to overflow the stack of a recursion, and to take minutes if each costs as much as there are.
    [TestMethod]
    [Timeout(60_000)]
    public void With_VeryManyOfOneKey_LastPathWinsAndAllCanGo()
    {
        string[] paths = [.. Enumerable.Range(0, 60_000).Select(number => number.ToString("x8", CultureInfo.InvariantCulture))];
        var descending = paths.Reverse().ToArray();
        var edit = new KeyIndexEdit(KeyIndex.Empty);
        foreach (var path in descending)
        {
            edit.Define(new KeyDefinition("key", path, 0, path));
        }

        var snapshot = edit.Seal();
        Assert.IsTrue(snapshot.TryGet("key", out var value));
        Assert.AreEqual(paths[^1], value);
        Assert.HasCount(paths.Length - 1, edit.Collisions());

        var withdrawal = new KeyIndexEdit(snapshot);
        foreach (var path in paths[1..])
        {
            withdrawal.Undefine(new KeyDefinition("key", value: null, 0, path));
        }

        Assert.IsTrue(withdrawal.Seal().TryGet("key", out var last));
        Assert.AreEqual(paths[0], last);
    }
}
