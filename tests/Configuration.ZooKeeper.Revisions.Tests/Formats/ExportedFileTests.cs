namespace Configuration.ZooKeeper.Revisions.Tests.Formats;

/// <summary>An export contains secrets, so only its owner can read it.</summary>
[TestClass]
public sealed class ExportedFileTests
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("revisions-tests-");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    [DataRow("shop.json")]
    [DataRow("shop.yaml")]
    [DataRow("shop.properties")]
    [DataRow("shop.env")]
    [DataRow("shop.znodes")]
    public async Task Save_File_IsReadableByItsOwnerOnly(string name)
    {
        var file = Path.Combine(_folder.FullName, name);

        await SaveAsync(file);

        AssertMode(Owner, file);
        await StateFile.LoadAsync(file);
    }

    [TestMethod]
    public async Task Save_FileThatOthersCanRead_IsReplacedByOneOfTheOwner()
    {
        var file = Path.Combine(_folder.FullName, "shop.yaml");
        await File.WriteAllTextAsync(file, "a longer text than the one that replaces it" + new string('.', 10_000));

        await SaveAsync(file);

        AssertMode(Owner, file);
        await StateFile.LoadAsync(file);
    }

    [TestMethod]
    public async Task Save_Cancelled_KeepsTheLastExport()
    {
        var file = Path.Combine(_folder.FullName, "shop.yaml");
        await SaveAsync(file);
        var last = await File.ReadAllTextAsync(file);

        await Assert.ThrowsAsync<OperationCanceledException>(() => SaveAsync(file, new CancellationToken(canceled: true)));

        Assert.AreEqual(last, await File.ReadAllTextAsync(file));
        Assert.HasCount(1, _folder.GetFileSystemInfos());
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Save_Folder_IsReadableByItsOwnerOnly(bool exists)
    {
        var folder = Path.Combine(_folder.FullName, "shop");
        if (exists)
        {
            Directory.CreateDirectory(folder);
        }

        await StateFile.SaveAsync(State(), folder, StateFormat.Folder);

        AssertMode(Owner, Path.Combine(folder, "Db", "Password"));
        AssertMode(Owner | UnixFileMode.UserExecute, Path.Combine(folder, "Db"));
        if (!exists)
        {
            AssertMode(Owner | UnixFileMode.UserExecute, folder);
        }
    }

    private static void AssertMode(UnixFileMode expected, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.AreEqual(expected, File.GetUnixFileMode(path), path);
        }
    }

    private static Task SaveAsync(string file, CancellationToken cancellationToken = default) => StateFile.SaveAsync(State(), file, cancellationToken: cancellationToken);

    private static TreeState State() => new Revisions.Backup
    {
        Root = "/config/shop",
        Zxid = 1,
        AccessZxid = 1,
        Revision = 1,
        Time = DateTimeOffset.UnixEpoch,
        Znodes = [new BackupZnode { Path = "", Acl = [] }, new BackupZnode { Path = "Db", Acl = [] }, new BackupZnode { Path = "Db/Password", Data = "hunter2"u8.ToArray(), Acl = [] }],
    }.ToTree();
}
