using System.Diagnostics;
using System.IO.Pipes;

namespace Configuration.ZooKeeper.Revisions.Tests.Backup;

/// <summary>A file with a backup: only its owner can read it, and a save that fails keeps it.</summary>
[TestClass]
public sealed class BackupFileTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("revisions-tests-");

    private string Saved => Path.Combine(_folder.FullName, "shop.backup");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    public async Task Save_Cancelled_KeepsTheLastBackup()
    {
        await Backup(revision: 1).SaveAsync(Saved);

        await Assert.ThrowsAsync<OperationCanceledException>(() => Backup(revision: 2).SaveAsync(Saved, new CancellationToken(canceled: true)));

        Assert.AreEqual(1, (await Revisions.Backup.LoadAsync(Saved)).Revision);
        Assert.HasCount(1, _folder.GetFileSystemInfos(), "what was written is deleted");
    }

    [TestMethod]
    public async Task Save_FolderThatIsMissing_NamesTheFile()
    {
        var file = Path.Combine(_folder.FullName, "missing", "shop.backup");

        var error = await Assert.ThrowsAsync<IOException>(() => Backup(revision: 1).SaveAsync(file));

        Assert.AreEqual($"Cannot write '{file}': its folder does not exist.", error.Message);
    }

    [TestMethod]
    public async Task Save_FileThatOthersCanRead_IsReplacedByOneOfTheOwner()
    {
        await File.WriteAllTextAsync(Saved, "a longer text than the one that replaces it" + new string('.', 10_000));

        await Backup(revision: 2).SaveAsync(Saved);

        Assert.AreEqual(2, (await Revisions.Backup.LoadAsync(Saved)).Revision);
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Saved));
        }
    }

    [TestMethod]
    public async Task Save_Link_ReplacesTheFileThatItNames()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Links need a privilege on Windows.");
        }

        var link = Path.Combine(_folder.FullName, "latest");
        await Backup(revision: 1).SaveAsync(Saved);
        File.CreateSymbolicLink(link, Saved);

        await Backup(revision: 2).SaveAsync(link);

        Assert.AreEqual(2, (await Revisions.Backup.LoadAsync(Saved)).Revision);
        Assert.AreEqual(Saved, new FileInfo(link).LinkTarget);
    }

    [TestMethod]
    public async Task Save_NamedPipe_WritesIntoIt()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("Windows has no named pipes in folders.");
        }

        using (var made = Process.Start("mkfifo", [Saved]))
        {
            await made.WaitForExitAsync();
        }

        var reading = Task.Run(() => Revisions.Backup.LoadAsync(Saved));

        await Backup(revision: 1).SaveAsync(Saved);

        Assert.AreEqual(1, (await reading.WaitAsync(TimeSpan.FromSeconds(30))).Revision);
        Assert.HasCount(1, _folder.GetFileSystemInfos());
    }

    [TestMethod]
    public async Task Save_StandardOutputOfTheProcess_WritesIntoIt()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Inconclusive("Only Linux has /proc.");
        }

        // As /dev/stdout, which is a link to such a file.
        await using var pipe = new AnonymousPipeServerStream(PipeDirection.In);
        var link = Path.Combine(_folder.FullName, "stdout");
        File.CreateSymbolicLink(link, $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}");

        await Backup(revision: 1).SaveAsync(link);

        pipe.DisposeLocalCopyOfClientHandle();
        Assert.Contains("\"revision\": 1", await new StreamReader(pipe).ReadToEndAsync());
    }

    private static Revisions.Backup Backup(int revision) =>
        new() { Root = "/config/shop", Zxid = 1, AccessZxid = 1, Revision = revision, Time = DateTimeOffset.UnixEpoch, Znodes = [] };
}
