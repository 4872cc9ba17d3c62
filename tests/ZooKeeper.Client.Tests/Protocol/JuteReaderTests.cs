using System.Buffers.Binary;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Protocol;

[TestClass]
public sealed class JuteReaderTests
{
    [TestMethod]
    public void ReadBuffer_NullAndEmpty_AreDifferent()
    {
        Assert.IsNull(ReadBuffer("ffffffff"));
        Assert.IsEmpty(ReadBuffer("00000000")!);
    }

    [TestMethod]
    public void ReadString_Null_IsEmpty() => Assert.AreEqual("", Jute.Decode<PathReply>(Hex.Parse("ffffffff")).Path);

    [TestMethod]
    public void ReadStrings_NullVector_IsEmpty() => Assert.IsEmpty(Jute.Decode<NamesReply>(Hex.Parse("ffffffff")).Names);

    [TestMethod]
    [DataRow("00000003 80ff80", DisplayName = "invalid UTF-8")]
    [DataRow("00000006 eda0bdedb880", DisplayName = "surrogates as Java writes them")]
    public void ReadString_InvalidUtf8_IsReadLeniently(string hex) => Assert.Contains('\uFFFD', Jute.Decode<PathReply>(Hex.Parse(hex)).Path);

    [TestMethod]
    [DataRow("fffffffe")]
    [DataRow("80000000")]
    [DataRow("00000005 61626364")]
    public void ReadBuffer_LengthThatCannotBe_ThrowsAndNamesIt(string hex)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(Hex.Parse(hex));
        var exception = Assert.ThrowsExactly<JuteException>(() => ReadBuffer(hex));
        Assert.Contains($"{length} bytes", exception.Message);
    }

    [TestMethod]
    public void ReadVector_CountOverWhatIsLeft_ThrowsBeforeItAllocates()
    {
        var bytes = Hex.Parse("10000000 00000000 00000000");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsExactly<JuteException>(() => Jute.Decode<NamesReply>(bytes));
        Assert.IsLessThan(16 * 1024, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void ReadChildNames_Names_AreRead()
    {
        string[] names = ["k", "größe", new('n', 300), "€"];
        CollectionAssert.AreEqual(names, new JuteReader(Jute.Encode(new NamesReply(names))).ReadChildNames());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("a/b")]
    [DataRow("/")]
    public void ReadChildNames_NameThatNoZnodeCanHave_Throws(string name)
    {
        var bytes = Jute.Encode(new NamesReply(["a", name]));
        Assert.ThrowsExactly<JuteException>(() => new JuteReader(bytes).ReadChildNames());
    }

    [TestMethod]
    public void ReadBool_AnythingButZero_IsTrue()
    {
        Assert.IsTrue(Jute.Decode<ReadRequest>(Hex.Parse("00000000 7f")).Watch);
        Assert.IsFalse(Jute.Decode<ReadRequest>(Hex.Parse("00000000 00")).Watch);
    }

    [TestMethod]
    public void ConnectResponse_WithoutReadOnly_IsReadFromOldServers() =>
        Assert.IsNull(Jute.Decode<ConnectResponse>(Hex.Parse("00000000 00002710 0000000000000001 00000000")).ReadOnly);

    [TestMethod]
    [DataRow(0)]
    [DataRow(-1)]
    public void ConnectResponse_TimeoutNotAboveZero_IsExpired(int timeout) =>
        Assert.IsTrue(new ConnectResponse(0, timeout, 0, new byte[16], ReadOnly: false).IsExpired);

    [TestMethod]
    public void MultiReply_UnknownResult_ThrowsAndNamesTheOperation()
    {
        var exception = Assert.ThrowsExactly<JuteException>(() => Jute.Decode<MultiReply>(Hex.Parse("00000063 00 00000000")));
        Assert.Contains("99", exception.Message);
    }

    [TestMethod]
    public void ToString_OfRecordsWithSecrets_DoesNotShowThem()
    {
        var password = Hex.Parse("811826417a86bd38c7a9fcdb535c3356");
        Assert.DoesNotContain("Byte", new ConnectRequest(0, 1, 2, 3, password, ReadOnly: false).ToString());
        Assert.DoesNotContain("Byte", new ConnectResponse(0, 2, 3, password, ReadOnly: false).ToString());
        Assert.DoesNotContain("secret", new DigestIdentity("user", "secret").ToString());
    }

    private static byte[]? ReadBuffer(string hex)
    {
        var reader = new JuteReader(Hex.Parse(hex));
        return reader.ReadBuffer();
    }
}
