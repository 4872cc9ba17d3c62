using Configuration.ZooKeeper.Mapping;

namespace Configuration.ZooKeeper.Tests.Mapping;

[TestClass]
[TestCategory("NoServer")]
public sealed class TextValueTests
{
    [TestMethod]
    [DataRow("", "")]
    [DataRow("7A C3 A4 20 E2 82 AC 20 F0 9F 9B 92", "zä € 🛒")]
    [DataRow("EF BB BF 61", "a", DisplayName = "byte order mark")]
    [DataRow("EF BB BF", "", DisplayName = "byte order mark alone")]
    [DataRow("61 EF BB BF", "a\uFEFF", DisplayName = "byte order mark that is none")]
    [DataRow("0A 61 20 0A", "\na \n", DisplayName = "nothing is trimmed")]
    public void Decode_Utf8_IsText(string hex, string expected) => Assert.AreEqual(expected, TextValue.Decode(Bytes(hex), "/a"));

    [TestMethod]
    [DataRow("61 FF", 1)]
    [DataRow("C3", 0, DisplayName = "cut off")]
    [DataRow("C0 80", 0, DisplayName = "overlong")]
    [DataRow("61 62 ED A0 80", 2, DisplayName = "surrogate")]
    [DataRow("FF FE 61 00", 0, DisplayName = "UTF-16")]
    [DataRow("1F 8B 08 00", 1, DisplayName = "gzip")]
    public void Decode_NotUtf8_ThrowsWithPathAndPositionOnly(string hex, int position)
    {
        var e = Assert.ThrowsExactly<MalformedValueException>(() => TextValue.Decode(Bytes(hex), "/config/shop/Logo"));

        Assert.AreEqual($"The data of znode '/config/shop/Logo' is not UTF-8 text (at byte {position} of {Bytes(hex).Length}).", e.Message);
        Assert.IsNull(e.InnerException);
    }

    [TestMethod]
    [DataRow("00 00 00 1E", 0, DisplayName = "a number")]
    [DataRow("61 00 62 00", 1, DisplayName = "UTF-16 without a byte order mark")]
    [DataRow("61 62 00", 2, DisplayName = "a string of C")]
    public void Decode_WithNul_ThrowsWithPathAndPositionOnly(string hex, int position)
    {
        var value = Assert.ThrowsExactly<MalformedValueException>(() => TextValue.Decode(Bytes(hex), "/config/shop/Logo"));
        var document = Assert.ThrowsExactly<MalformedValueException>(() => TextValue.Check(Bytes(hex), "/config/shop/Logo"));

        Assert.AreEqual(
            $"The data of znode '/config/shop/Logo' is not text: it contains a NUL character (at byte {position} of {Bytes(hex).Length}).", value.Message);
        Assert.AreEqual(value.Message, document.Message);
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
