using Configuration.ZooKeeper.SnapshotFiles;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>Processes that end in a write, and several that write at once.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class SnapshotFileCrashTests
{
    private static readonly string Left = $"shop.json.{Guid.Empty:N}.tmp";

    [TestMethod]
    public void Read_WriterEndedBeforeRenaming_IsTheStateBefore()
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", "before"));
        Leave(folder, TimeSpan.Zero);

        Assert.AreEqual("before", folder.Open().Read()!.Keys["Key"]);
        folder.Write(2, ("Key", "after"));
        Assert.AreEqual("after", folder.Open().Read()!.Keys["Key"]);
        Assert.IsEmpty(folder.Log.Lines);
    }

    [TestMethod]
    public void Write_TemporaryFileLeftLongAgo_IsDeleted()
    {
        using var folder = new SnapshotFolder();
        Leave(folder, FileReplacement.Abandoned + TimeSpan.FromSeconds(1));

        folder.Write(1, ("Key", "x"));

        CollectionAssert.AreEqual(new[] { "shop.json" }, folder.FileNames.ToArray());
    }

    [TestMethod]
    public void Write_TemporaryFileOfAWriterAtWork_IsLeft()
    {
        using var folder = new SnapshotFolder();
        Leave(folder, FileReplacement.Abandoned - TimeSpan.FromSeconds(1));

        folder.Write(1, ("Key", "x"));

        CollectionAssert.AreEquivalent(new[] { "shop.json", Left }, folder.FileNames.ToArray());
    }

    [TestMethod]
    [DataRow("other.json.00000000000000000000000000000000.tmp")]
    [DataRow("shop.json.tmp")]
    [DataRow("shop.json.00000000000000000000000000000000.bak")]
    [DataRow("shop.json.000000000000000000000000000000000.tmp")]
    [DataRow("my-shop.json.00000000000000000000000000000000.tmp")]
    public void Write_FilesOfOthers_AreLeft(string name)
    {
        using var folder = new SnapshotFolder();
        Leave(folder, TimeSpan.FromDays(1), name);

        folder.Write(1, ("Key", "x"));

        CollectionAssert.AreEquivalent(new[] { "shop.json", name }, folder.FileNames.ToArray());
    }

    [TestMethod]
    public async Task Read_WhileSeveralWrite_IsAlwaysAWholeState()
    {
        const int Writers = 4;
        const int WritesOfEach = 50;
        using var folder = new SnapshotFolder();
        folder.Write(0, StateOf(0));
        var writers = Enumerable.Range(1, Writers).Select(writer => Task.Run(() =>
        {
            var file = folder.Open();
            for (var i = 0; i < WritesOfEach; i++)
            {
                var zxid = (writer * WritesOfEach) + i;
                file.Write(zxid, SnapshotFolder.Keys(StateOf(zxid)));
            }
        })).ToArray();

        var zxids = new HashSet<long>();
        var file = folder.Open();
        while (!Task.WhenAll(writers).IsCompleted || zxids.Count == 0)
        {
            var saved = file.Read();
            Assert.IsNotNull(saved, $"{folder.Log.Lines.Count} lines logged");
            foreach (var (key, value) in StateOf(saved.Zxid))
            {
                Assert.AreEqual(value, saved.Keys[key]);
            }

            zxids.Add(saved.Zxid);
        }

        await Task.WhenAll(writers);
        Assert.IsGreaterThan(1, zxids.Count);
        Assert.IsEmpty(folder.Log.Lines);
        CollectionAssert.AreEqual(new[] { "shop.json" }, folder.FileNames.ToArray());
    }

    // Of different lengths, so that two states written into each other would show.
    private static (string Key, string? Value)[] StateOf(long zxid) =>
        [.. Enumerable.Range(0, 50 + (int)(zxid % 50)).Select(i => ($"Key{i}", (string?)$"{zxid}-{new string('x', (int)(zxid % 7))}"))];

    private static void Leave(SnapshotFolder folder, TimeSpan age, string? name = null)
    {
        var file = Path.Combine(folder.Path, name ?? Left);
        folder.Time.Advance(TimeSpan.FromDays(20_000));
        File.WriteAllText(file, "{ \"format\": 1, \"ke");
        File.SetLastWriteTimeUtc(file, (folder.Time.GetUtcNow() - age).UtcDateTime);
    }
}
