using System.IO.Compression;
using System.Text;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Mapping;

/// <summary>Data that begins as gzip does is inflated, whatever it is: a value or a document.</summary>
[TestClass]
public sealed class CompressedDataTests
{
    [TestMethod]
    public async Task Load_CompressedData_IsInflated()
    {
        await using var tree = await Subtree.CreateAsync();
        await tree.SetAsync("Title", Compress("Corner shop"));
        await tree.SetAsync("Db.json", Compress("""{ "Timeout": 30 }"""));
        await tree.SetAsync("Empty", Compress(""));
        using var configuration = tree.Load();

        Assert.AreEqual("Corner shop", configuration["Title"]);
        Assert.AreEqual("30", configuration["Db:Timeout"]);
        Assert.AreEqual("", configuration["Empty"]);
    }

    [TestMethod]
    public async Task Load_CompressedDataWithSeveralMembers_Fails()
    {
        await using var tree = await Subtree.CreateAsync();
        await tree.SetAsync("Title", [.. Compress("Corner "), .. Compress("shop!")]);

        var e = Assert.ThrowsExactly<ZooKeeperConfigurationException>(() => tree.Load());

        Assert.Contains("starts with a gzip header, but is damaged or incomplete, or has several members", e.Message);
    }

    [TestMethod]
    public async Task Set_OneByteIsWrong_IsRejected()
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        var wrong = Compress("Corner shop, Corner shop");
        wrong[14] ^= 1;

        await tree.SetAsync("Title", wrong);
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);

        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    [DataRow(100_000, true)]
    [DataRow(100_001, false)]
    public async Task Set_InflatesToTheLimit_IsTakenAndOverItIsRejected(int length, bool isTaken)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load(options => options.MaxInflatedLength = 100_000);

        await tree.SetAsync("Title", Compress(new string('x', length)));
        if (isTaken)
        {
            await Eventually.TrueAsync(() => configuration["Title"]!.Length == length);
            return;
        }

        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);
        Assert.Contains("inflates to more than 100,000 bytes (MaxInflatedLength)", configuration.Status().RejectedReload!.Reason);
        Assert.AreEqual("one", configuration["Title"]);
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(15)]
    [DataRow(-9)]
    [DataRow(-1)]
    public async Task Set_CutOff_IsRejected(int length)
    {
        await using var tree = await Subtree.CreateAsync(("Title", "one"));
        using var configuration = tree.Load();
        var whole = Compress("Corner shop, Corner shop");

        await tree.SetAsync("Title", whole[..(length < 0 ? whole.Length + length : length)]);
        await Eventually.TrueAsync(() => configuration.Status().RejectedReload is not null);

        Assert.Contains($"'{tree.PathOf("Title")}' starts with a gzip header, but is damaged", configuration.Status().RejectedReload!.Reason);
        Assert.AreEqual("one", configuration["Title"]);
    }

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
