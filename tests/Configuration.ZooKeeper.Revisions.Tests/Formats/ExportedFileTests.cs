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

    [TestMethod]
    public async Task Save_ExistingFolder_SaysSo()
    {
        var error = await Assert.ThrowsExactlyAsync<IOException>(() => StateFile.SaveAsync(State(), _folder.FullName, StateFormat.Json));

        Assert.AreEqual($"Cannot write '{_folder.FullName}': it is a folder. Name a file in it.", error.Message);
        Assert.HasCount(0, _folder.GetFileSystemInfos());
        Assert.HasCount(0, _folder.Parent!.GetFiles($"{_folder.Name}.*"));
    }

    [TestMethod]
    public async Task Save_FolderWhereAFileIs_SaysSo()
    {
        var file = Path.Combine(_folder.FullName, "shop");
        await File.WriteAllTextAsync(file, "mine");

        var error = await Assert.ThrowsExactlyAsync<IOException>(() => StateFile.SaveAsync(State(), file, StateFormat.Folder));

        Assert.AreEqual($"Cannot write '{file}': it is a file. Name a folder that does not exist or is empty.", error.Message);
        Assert.AreEqual("mine", await File.ReadAllTextAsync(file));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("the last good backup")]
    public async Task Save_FileThatIsReadOnly_KeepsItAndSaysSo(string content)
    {
        var file = Path.Combine(_folder.FullName, "shop.yaml");
        await File.WriteAllTextAsync(file, content);
        var link = File.CreateSymbolicLink(Path.Combine(_folder.FullName, "link.yaml"), file).FullName;
        File.SetAttributes(file, FileAttributes.ReadOnly);

        foreach (var name in new[] { file, link })
        {
            var error = await Assert.ThrowsExactlyAsync<IOException>(() => SaveAsync(name));
            Assert.AreEqual($"Cannot write '{name}': it is read-only. Name another file, or permit writing.", error.Message);
        }

        Assert.AreEqual(content, await File.ReadAllTextAsync(file));
        Assert.HasCount(2, _folder.GetFileSystemInfos());
        File.SetAttributes(file, FileAttributes.Normal); // Windows deletes no other ones
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
