using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Protocol;

[TestClass]
public sealed class JuteWriterTests
{
    [TestMethod]
    public void Write_MoreThanItsCapacity_KeepsWhatWasWritten()
    {
        using var writer = new JuteWriter(capacity: 16);
        var large = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        writer.WriteInt(7);
        writer.WriteBuffer(large);
        writer.WriteInt(8);

        var reader = new JuteReader(writer.Written);
        Assert.AreEqual(7, reader.ReadInt());
        CollectionAssert.AreEqual(large, reader.ReadBuffer());
        Assert.AreEqual(8, reader.ReadInt());
        Assert.AreEqual(0, reader.Remaining);
    }

    [TestMethod]
    public void Truncate_ForgetsTheEnd()
    {
        using var writer = new JuteWriter();
        writer.WriteInt(1);
        writer.WriteInt(2);
        writer.Truncate(4);
        writer.WriteInt(3);
        Assert.AreEqual("0000000100000003", Hex.Format(writer.Written));
    }

    [TestMethod]
    public void WriteString_Null_IsMinusOne()
    {
        using var writer = new JuteWriter();
        writer.WriteString(null);
        Assert.AreEqual("ffffffff", Hex.Format(writer.Written));
    }

    [TestMethod]
    public void WriteString_CountsBytesNotCharacters()
    {
        using var writer = new JuteWriter();
        writer.WriteString("é€");
        Assert.AreEqual("00000005c3a9e282ac", Hex.Format(writer.Written));
    }
}
