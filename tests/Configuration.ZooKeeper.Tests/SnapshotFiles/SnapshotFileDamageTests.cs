using System.Text;
using Configuration.ZooKeeper.SnapshotFiles;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>A file that is not whole is as none, wherever the damage is.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class SnapshotFileDamageTests
{
    private const string Secret = "s3cret-v4lue";

    [TestMethod]
    public void Read_AnyBitOfAnyByteChanged_IsNotUsed()
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", Secret), ("Empty", ""), ("Null", null), ("grüße", "🛒"));
        var whole = File.ReadAllBytes(folder.File);
        for (var at = 0; at < whole.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var damaged = whole.ToArray();
                damaged[at] ^= (byte)(1 << bit);
                AssertDamaged(damaged);
            }
        }
    }

    [TestMethod]
    public void Read_CutOffAnywhere_IsNotUsed()
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", Secret));
        var whole = File.ReadAllBytes(folder.File);
        for (var length = 0; length < whole.Length; length++)
        {
            AssertDamaged(whole[..length]);
        }
    }

    [TestMethod]
    [DataRow("\n")]
    [DataRow(" ")]
    [DataRow("\0")]
    [DataRow("{}")]
    public void Read_SomethingAppended_IsNotUsed(string appended)
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", Secret));
        File.AppendAllText(folder.File, appended);

        Assert.Contains("its content is damaged", folder.WhyNotUsed());
    }

    [TestMethod]
    public void Read_SomethingInTheMiddleGone_IsNotUsed()
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("A", Secret), ("B", Secret));
        File.WriteAllText(folder.File, File.ReadAllText(folder.File).Replace($",\n    \"B\": \"{Secret}\"", "", StringComparison.Ordinal));

        Assert.Contains("its content is damaged", folder.WhyNotUsed());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("s3cret-v4lue")]
    [DataRow("{ \"format\": \"1\" }")]
    [DataRow("\"format\"")]
    public void Read_SomethingElse_IsNotUsed(string content)
    {
        using var folder = new SnapshotFolder();
        File.WriteAllText(folder.File, content);

        Assert.Contains("its content is damaged", folder.WhyNotUsed());
        Assert.DoesNotContain(Secret, folder.Log.Lines.Single().Values);
    }

    [TestMethod]
    [DataRow("2")]
    [DataRow("0")]
    [DataRow("1.5")]
    [DataRow("99999999999999999999")]
    public void Read_AnotherFormat_SaysSo(string format)
    {
        using var folder = new SnapshotFolder();
        File.WriteAllText(folder.File, $"{{ \"format\": {format}, \"anything\": [\"{Secret}\"] }}");

        Assert.Contains("its format is not 1, which this version reads", folder.WhyNotUsed());
    }

    [TestMethod]
    public void Read_SignedByTheTest_IsUsed()
    {
        using var folder = new SnapshotFolder();
        folder.WriteSigned(Body());

        Assert.AreEqual("x", folder.Open().Read()!.Keys["Key"]);
    }

    [TestMethod]
    [DataRow("keys", "[]")]
    [DataRow("keys", "null")]
    [DataRow("keys", "{ \"Key\": 1 }")]
    [DataRow("keys", "{ \"Key\": true }")]
    [DataRow("keys", "{ \"Key\": {} }")]
    [DataRow("keys", "{ \"Key\": [\"s3cret-v4lue\"] }")]
    [DataRow("keys", "{ \"Key\": \"x\", \"KEY\": \"s3cret-v4lue\" }")]
    [DataRow("keys", "{ \"Key\": \"x\", \"Key\": \"x\" }")]
    [DataRow("keys", "{ \"Key\": \"\\ud800\" }")]
    [DataRow("zxid", "\"1\"")]
    [DataRow("zxid", "1.5")]
    [DataRow("zxid", "null")]
    [DataRow("zxid", "99999999999999999999")]
    [DataRow("written", "1")]
    [DataRow("written", "\"yesterday\"")]
    [DataRow("written", "null")]
    [DataRow("paths", "null")]
    [DataRow("paths", "\"/config/common\"")]
    [DataRow("paths", "[1]")]
    [DataRow("paths", "[null]")]
    [DataRow("section", "1")]
    [DataRow("section", "[]")]
    public void Read_ChecksumFitsButATypeDoesNot_IsNotUsed(string property, string json)
    {
        using var folder = new SnapshotFolder();
        folder.WriteSigned(Body((property, json)));

        Assert.Contains("its content is damaged", folder.WhyNotUsed());
        Assert.DoesNotContain(Secret, folder.Log.Lines.Single().Values);
    }

    [TestMethod]
    [DataRow("format")]
    [DataRow("zxid")]
    [DataRow("written")]
    [DataRow("paths")]
    [DataRow("section")]
    [DataRow("keys")]
    public void Read_ChecksumFitsButAPropertyIsMissing_IsNotUsed(string property)
    {
        using var folder = new SnapshotFolder();
        folder.WriteSigned(Body((property, null)));

        Assert.Contains("its content is damaged", folder.WhyNotUsed());
    }

    [TestMethod]
    public void Read_LargerThanTheLimit_IsNotRead()
    {
        using var folder = new SnapshotFolder();
        using (var file = File.Create(folder.File))
        {
            file.SetLength(SnapshotDocument.MaxLength + 1L);
        }

        Assert.Contains("67,108,865 bytes; a snapshot file can have at most 67,108,864", folder.WhyNotUsed());
    }

    private static string Body(params (string Property, string? Json)[] changes)
    {
        var properties = new Dictionary<string, string?>
        {
            ["format"] = "1",
            ["zxid"] = "1",
            ["written"] = "\"2026-11-21T12:00:00Z\"",
            ["paths"] = "[\"/config/common\", \"/config/shop\"]",
            ["section"] = "null",
            ["keys"] = "{ \"Key\": \"x\" }",
        };
        foreach (var (property, json) in changes)
        {
            properties[property] = json;
        }

        return "{\n" + string.Join(",\n", properties.Where(property => property.Value is not null).Select(property => $"  \"{property.Key}\": {property.Value}"));
    }

    // Without the file, of which there are thousands here; the message is what the file's warning says.
    private static void AssertDamaged(byte[] content)
    {
        var e = Assert.ThrowsExactly<UnusableSnapshotException>(() => SnapshotDocument.Parse(content, SnapshotFolder.Origin), Encoding.UTF8.GetString(content));
        Assert.DoesNotContain(Secret, e.ToString());
    }
}
