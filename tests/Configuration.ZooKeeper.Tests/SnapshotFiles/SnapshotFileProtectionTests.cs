using System.Diagnostics;
using System.Runtime.Versioning;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>A file that somebody else may have written is not used.</summary>
[TestClass]
[TestCategory("NoServer")]
[OSCondition(OperatingSystems.Linux)]
[SupportedOSPlatform("linux")]
public sealed class SnapshotFileProtectionTests
{
    [TestMethod]
    [DataRow("620", false)]
    [DataRow("660", false)]
    [DataRow("602", false)]
    [DataRow("606", false)]
    [DataRow("777", false)]
    [DataRow("600", true)]
    [DataRow("400", true)]
    [DataRow("644", true)]
    [DataRow("755", true)]
    public void Read_Mode_OthersMustNotWrite(string mode, bool isUsed)
    {
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", "x"));
        File.SetUnixFileMode(folder.File, (UnixFileMode)Convert.ToInt32(mode, 8));

        if (isUsed)
        {
            Assert.AreEqual("x", folder.Open().Read()!.Keys["Key"]);
            Assert.IsEmpty(folder.Log.Lines);
        }
        else
        {
            Assert.Contains($"its group or others have write permission (mode {mode})", folder.WhyNotUsed());
        }
    }

    [TestMethod]
    public async Task Read_OwnedBySomebodyElse_IsNotUsed()
    {
        RequireSuperuser();
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", "x"));
        await RunAsync("chown", "12345", folder.File);

        Assert.Contains("user 12345 owns it, but this process runs as user 0", folder.WhyNotUsed());

        // The next state replaces it: it is ours again.
        folder.Write(2, ("Key", "y"));
        Assert.AreEqual("y", folder.Open().Read()!.Keys["Key"]);
    }

    [TestMethod]
    public async Task Read_OfAnotherGroup_IsUsed()
    {
        RequireSuperuser();
        using var folder = new SnapshotFolder();
        folder.Write(1, ("Key", "x"));
        await RunAsync("chgrp", "12345", folder.File);

        Assert.IsNotNull(folder.Open().Read());
    }

    [TestMethod]
    public void Read_SymbolicLink_IsNotUsed()
    {
        using var folder = new SnapshotFolder();
        var link = Path.Combine(folder.Path, "link.json");
        folder.Write(1, ("Key", "x"));
        File.CreateSymbolicLink(link, folder.File);

        Assert.IsNull(folder.Open(file: link).Read());
        Assert.Contains("it is a symbolic link", folder.Log.Of(SnapshotFolder.NotUsed).Single().Text);
    }

    [TestMethod]
    public void Write_SymbolicLink_LeavesLinkAndTarget()
    {
        using var folder = new SnapshotFolder();
        var link = Path.Combine(folder.Path, "link.json");
        File.WriteAllText(folder.File, "precious");
        File.CreateSymbolicLink(link, folder.File);

        folder.Open(file: link).Write(1, []);

        Assert.AreEqual(folder.File, new FileInfo(link).LinkTarget);
        Assert.AreEqual("precious", File.ReadAllText(folder.File));
        Assert.Contains("it is a symbolic link", folder.Log.Of(SnapshotFolder.NotWritten).Single().Text);
    }

    [TestMethod]
    public void Write_LinkToNothing_CreatesNothing()
    {
        using var folder = new SnapshotFolder();
        var target = Path.Combine(folder.Path, "target.json");
        File.CreateSymbolicLink(folder.File, target);

        folder.Write(1, ("Key", "x"));

        Assert.IsFalse(File.Exists(target));
        Assert.Contains("it is a symbolic link", folder.WhyNotUsed());
        Assert.HasCount(1, folder.Log.Of(SnapshotFolder.NotWritten));
    }

    [TestMethod]
    public void ReadAndWrite_DirectoryIsALink_FollowIt()
    {
        using var folder = new SnapshotFolder();
        var real = Directory.CreateDirectory(Path.Combine(folder.Path, "real"));
        var link = Directory.CreateSymbolicLink(Path.Combine(folder.Path, "link"), real.FullName);
        var file = folder.Open(file: Path.Combine(link.FullName, "shop.json"));

        file.Write(1, SnapshotFolder.Keys(("Key", "x")));

        Assert.AreEqual("x", file.Read()!.Keys["Key"]);
        Assert.IsTrue(File.Exists(Path.Combine(real.FullName, "shop.json")));
    }

    [TestMethod]
    [Timeout(60_000)]
    public async Task Read_NamedPipe_DoesNotWaitForAWriter()
    {
        using var folder = new SnapshotFolder();
        await RunAsync("mkfifo", "-m", "600", folder.File);

        var why = await Task.Run(() => folder.WhyNotUsed());

        Assert.Contains("it is not a regular file", why);
    }

    [TestMethod]
    public void Read_Directory_IsNotUsed()
    {
        using var folder = new SnapshotFolder();
        Directory.CreateDirectory(folder.File);

        Assert.Contains("it is not a regular file", folder.WhyNotUsed());
    }

    private static void RequireSuperuser()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Inconclusive("Only the superuser can give a file away.");
        }
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync();
        Assert.AreEqual(0, process.ExitCode, $"{command} failed");
    }
}
