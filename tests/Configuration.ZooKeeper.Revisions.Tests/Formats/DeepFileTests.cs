using System.Text;

namespace Configuration.ZooKeeper.Revisions.Tests.Formats;

/// <summary>Files of many levels, and YAML aliases that multiply, end neither the process nor its memory.</summary>
[TestClass]
public sealed class DeepFileTests
{
    private const int Most = 1_000;

    [TestMethod]
    [DataRow(StateFormat.Json, "{\"a\":", "}")]
    [DataRow(StateFormat.Json, "[", "]")]
    [DataRow(StateFormat.Yaml, "{a: ", "}")]
    [DataRow(StateFormat.Yaml, "[", "]")]
    public void Read_Levels_AreLimited(StateFormat format, string open, string close)
    {
        Assert.HasCount(Most + 1, StateFile.Read(Nested(Most), format).Znodes);
        foreach (var levels in new[] { Most + 1, 100_000 })
        {
            var error = Assert.ThrowsExactly<InvalidInputException>(() => StateFile.Read(Nested(levels), format));
            Assert.Contains("1000 levels", error.Message);
        }

        byte[] Nested(int levels) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, levels)) + "1" + string.Concat(Enumerable.Repeat(close, levels)));
    }

    [TestMethod]
    [DataRow(StateFormat.Json)]
    [DataRow(StateFormat.Yaml)]
    public void Write_Levels_AreThoseThatCanBeRead(StateFormat format)
    {
        var written = StateFile.Read(StateFile.Write(Tree(Most), format), format);
        Assert.IsTrue(written.Znodes.ContainsKey(PathOf(Most)));

        var error = Assert.ThrowsExactly<InvalidInputException>(() => StateFile.Write(Tree(Most + 1), format));
        Assert.Contains("1000 levels", error.Message);
        Assert.Contains("Znodes", error.Message);
    }

    [TestMethod]
    public void Read_AliasesThatMultiply_AreRejected()
    {
        var lines = Enumerable.Range('b', 9).Select(name => $"{(char)name}: &{(char)name} [{string.Join(", ", Enumerable.Repeat($"*{(char)(name - 1)}", 9))}]");

        var error = Assert.ThrowsExactly<InvalidInputException>(() => Read($"a: &a [1, 2]\n{string.Join('\n', lines)}\n"));

        Assert.Contains("aliases", error.Message);
    }

    [TestMethod]
    public void Read_AliasesOfALargeText_AreRejected()
    {
        var error = Assert.ThrowsExactly<InvalidInputException>(() => Read($"a: &a {new string('x', 1_000_000)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 1_000))}]\n"));

        Assert.Contains("aliases", error.Message);
    }

    [TestMethod]
    [DataRow("? [a, b]\n: 1\n")]
    [DataRow("? {a: b}\n: 1\n")]
    [DataRow("a: &a [1]\n*a : 1\n")]
    public void Read_NameThatIsNoText_IsRejected(string yaml) => Assert.Contains("not a text", Assert.ThrowsExactly<InvalidInputException>(() => Read(yaml)).Message);

    [TestMethod]
    public void Read_Aliases_AreRepeated()
    {
        var state = Read("a: &a { Host: x, Ports: [1, 2] }\nb: *a\nc: [*a, *a]\n");

        CollectionAssert.IsSubsetOf(new[] { "a/Host", "b/Host", "b/Ports/1", "c/0/Ports/0", "c/1/Host" }, state.Znodes.Keys.ToArray());
    }

    private static DesiredState Read(string yaml) => StateFile.Read(Encoding.UTF8.GetBytes(yaml), StateFormat.Yaml);

    private static string PathOf(int levels) => string.Join('/', Enumerable.Repeat("a", levels));

    private static TreeState Tree(int levels) => new Revisions.Backup
    {
        Root = "/config/shop",
        Zxid = 1,
        AccessZxid = 1,
        Revision = 1,
        Time = DateTimeOffset.UnixEpoch,
        Znodes = [new BackupZnode { Path = PathOf(levels), Data = "1"u8.ToArray(), Acl = [] }],
    }.ToTree();
}
