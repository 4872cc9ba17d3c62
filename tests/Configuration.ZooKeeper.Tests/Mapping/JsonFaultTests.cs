using System.Text;
using Configuration.ZooKeeper.Documents;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>A rejected document is explained by its own keys and positions.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class JsonFaultTests
{
    [TestMethod]
    [DataRow("""{"a":1,"A":2}""", "has the key 'A' twice (line 1, byte 12); keys are case-insensitive")]
    [DataRow("{\n \"Shop\": {\"x\": [1, {\"b\": 1, \"B\": 2}]}}", "has the key 'Shop:x:1:B' twice (line 2, byte 34); keys are case-insensitive")]
    [DataRow("""{"a:b":1,"a":{"b":2}}""", "has the key 'a:b' twice (line 1, byte 19); keys are case-insensitive")]
    [DataRow("""{"a":{},"a":2}""", "has the key 'a' twice (line 1, byte 13); keys are case-insensitive")]
    [DataRow("""[{"x":1},{"x":1,"x":2}]""", "has the key '1:x' twice (line 1, byte 21); keys are case-insensitive")]
    [DataRow("{\"a\": \"\\ud800\"}", "has an incomplete surrogate pair such as \\ud800 in a text (line 1, byte 7)")]
    [DataRow("[\n\"\\ud800\"]", "has an incomplete surrogate pair such as \\ud800 in a text (line 2, byte 1)")]
    [DataRow("{\"\\udc00\": 1}", "has an incomplete surrogate pair such as \\ud800 in a text (line 1, byte 2)")]
    [DataRow("[1,\n 2,\n x]", "is not valid JSON (line 3, byte 2)")]
    [DataRow("[1] x", "is not valid JSON (line 1, byte 5)")]
    public void Read_Rejected_SaysWhatAndWhere(string document, string reason) => Assert.AreEqual(reason, Reject(document));

    [TestMethod]
    [DataRow(65, true, "is nested more than 64 levels deep (line 1, byte 321)")]
    [DataRow(64, false, "is nested more than 63 levels deep (line 1, byte 64)")]
    [DataRow(100_000, false, "is nested more than 63 levels deep (line 1, byte 64)")]
    public void Read_TooDeep_SaysSo(int levels, bool objects, string reason) => Assert.AreEqual(reason, Reject(Nested(levels, objects)));

    [TestMethod]
    [DataRow(64, true)]
    [DataRow(63, false)]
    public void Read_AsDeepAsTheFramework_IsRead(int levels, bool objects) => Assert.HasCount(1, JsonKeys.Read(Bytes(Nested(levels, objects))).ToArray());

    private static string Nested(int levels, bool objects) => objects
        ? string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels)
        : new string('[', levels) + "1" + new string(']', levels);

    private static string Reject(string document) => Assert.ThrowsExactly<MalformedDocumentException>(() => JsonKeys.Read(Bytes(document)).ToArray()).Message;

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
