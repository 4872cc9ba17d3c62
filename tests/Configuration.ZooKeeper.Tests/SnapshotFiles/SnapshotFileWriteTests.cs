using System.Diagnostics;
using Configuration.ZooKeeper.SnapshotFiles;
using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>A write that fails leaves the old file, leaves nothing beside it, and is reported.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class SnapshotFileWriteTests
{
    private const string Secret = "s3cret-v4lue";

    [TestMethod]
    public void Write_NoDirectory_IsReported()
    {
        using var folder = new SnapshotFolder();
        var file = Path.Combine(folder.Path, "none", "shop.json");

        folder.Open(file: file).Write(1, SnapshotFolder.Keys(("Key", Secret)));

        var line = folder.Log.Lines.Single();
        Assert.AreEqual((SnapshotFolder.NotWritten, LogLevel.Warning), (line.Id, line.Level));
        Assert.StartsWith($"Cannot write the snapshot file {file}, its previous content stays: Could not find a part of the path", line.Text);
    }

    [TestMethod]
    public void Write_DirectoryIsAFile_IsReported()
    {
        using var folder = new SnapshotFolder();
        File.WriteAllText(Path.Combine(folder.Path, "file"), "");

        folder.Open(file: Path.Combine(folder.Path, "file", "shop.json")).Write(1, []);

        Assert.HasCount(1, folder.Log.Of(SnapshotFolder.NotWritten));
    }

    // The superuser may write in every directory, but nobody creates files in this one.
    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public void Write_DirectoryWhereNothingCanBeCreated_IsReportedWithoutTheTemporaryName()
    {
        using var folder = new SnapshotFolder();
        var file = folder.Open(file: "/proc/self/shop.json");
        file.Write(1, SnapshotFolder.Keys(("Key", Secret)));
        file.Write(2, SnapshotFolder.Keys(("Key", Secret)));

        var line = folder.Log.Lines.Single();
        Assert.AreEqual(SnapshotFolder.NotWritten, line.Id);
        Assert.Contains("/proc/self/shop.json'", line.Text);
        Assert.DoesNotContain(".tmp", line.Text);
        Assert.DoesNotContain(Secret, $"{line.Values} {line.Exception}");
    }

    [TestMethod]
    public void Write_CannotBeRenamed_LeavesNothingBeside()
    {
        using var folder = new SnapshotFolder();

        // Late, after what is there was looked at.
        folder.Open().Write(1, SnapshotFolder.Keys(("Key", Secret)).Where(_ => Directory.CreateDirectory(folder.File).Exists));

        CollectionAssert.AreEqual(new[] { "shop.json" }, folder.FileNames.ToArray());
        Assert.IsTrue(Directory.Exists(folder.File));
        Assert.DoesNotContain(".tmp", folder.Log.Of(SnapshotFolder.NotWritten).Single().Text);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Write_DiskFull_KeepsTheOldFileAndLeavesNothingBeside()
    {
        using var folder = new SnapshotFolder();
        if (await RunAsync("mount", "-t", "tmpfs", "-o", "size=64k,mode=700", "tmpfs", folder.Path) != 0)
        {
            Assert.Inconclusive("A file system that is full can be had only where file systems may be mounted.");
        }

        try
        {
            folder.Write(1, ("Key", "small"));
            folder.Write(2, ("Key", Secret), ("Large", new string('x', 256 * 1024)));

            Assert.Contains("No space left on device", folder.Log.Of(SnapshotFolder.NotWritten).Single().Text);
            Assert.AreEqual("small", folder.Open().Read()!.Keys["Key"]);
            CollectionAssert.AreEqual(new[] { "shop.json" }, folder.FileNames.ToArray());
        }
        finally
        {
            Assert.AreEqual(0, await RunAsync("umount", folder.Path));
        }
    }

    [TestMethod]
    public void Write_FailsAgain_IsReportedOnceUntilOneSucceeds()
    {
        using var folder = new SnapshotFolder();
        var file = folder.Open();
        Directory.CreateDirectory(folder.File);
        file.Write(1, []);
        file.Write(2, []);
        Assert.HasCount(1, folder.Log.Of(SnapshotFolder.NotWritten));

        Directory.Delete(folder.File);
        file.Write(3, []);
        file.Write(4, []);
        Assert.HasCount(1, folder.Log.Of(SnapshotFolder.WrittenAgain));

        File.Delete(folder.File);
        Directory.CreateDirectory(folder.File);
        file.Write(5, []);
        Assert.HasCount(2, folder.Log.Of(SnapshotFolder.NotWritten));
    }

    [TestMethod]
    public void Write_FailsOtherwise_IsReportedToo()
    {
        using var folder = new SnapshotFolder();
        var file = folder.Open();
        for (var i = 0; i < 2; i++)
        {
            file.Write(1, SnapshotFolder.Keys(("Key", "\ud800")));
            file.Write(2, SnapshotFolder.Keys(("Key", "x")).Where(_ => Directory.CreateDirectory(folder.File).Exists));
            Directory.Delete(folder.File);
        }

        Assert.HasCount(2, folder.Log.Of(SnapshotFolder.NotWritten));
    }

    [TestMethod]
    public void Write_HalfASurrogatePair_IsReportedByKeyAndKeepsTheOldFile()
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", "before"));
        folder.Write(2, ("Key", $"{Secret}\ud800"));
        folder.Write(3, ($"Key\udc00", Secret));
        folder.Write(4, ("Key", $"\ud83d\ud83d\uded2"));

        Assert.HasCount(3, folder.Log.Lines);
        Assert.Contains("the value of 'Key' is not valid Unicode text", folder.Log.Lines[0].Text);
        Assert.Contains("a key is not valid Unicode text", folder.Log.Lines[1].Text);
        Assert.IsEmpty(folder.Log.Lines.Where(line => $"{line.Text} {line.Values} {line.Exception}".Contains(Secret, StringComparison.Ordinal)));
        Assert.AreEqual("before", folder.Open().Read()!.Keys["Key"]);
    }

    [TestMethod]
    public void Write_MoreThanCanBeRead_IsReportedAndKeepsTheOldFile()
    {
        using var folder = new SnapshotFolder();
        var large = new string('x', SnapshotDocument.MaxLength / 4);
        folder.Write(1, ("Key", "before"));
        folder.Write(2, ("A", large), ("B", large), ("C", large), ("D", large));

        Assert.Contains("a snapshot file can have at most 67,108,864", folder.Log.Of(SnapshotFolder.NotWritten).Single().Text);
        Assert.AreEqual("before", folder.Open().Read()!.Keys["Key"]);
    }

    [TestMethod]
    public void Write_KeysThatThrow_AreReportedByTypeOnly()
    {
        using var folder = new SnapshotFolder();
        folder.Open().Write(1, Enumerable.Range(0, 1).Select<int, KeyValuePair<string, string?>>(_ => throw new InvalidOperationException(Secret)));

        var line = folder.Log.Lines.Single();
        Assert.EndsWith(": System.InvalidOperationException", line.Text);
        Assert.DoesNotContain(Secret, $"{line.Values} {line.Exception}");
    }

    private static async Task<int> RunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
