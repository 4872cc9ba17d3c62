using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>The option <c>SnapshotFile</c>.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class SnapshotFileOptionTests
{
    [TestMethod]
    public void SnapshotFile_Default_IsNone() => Assert.IsNull(new ZooKeeperConfigurationOptions().SnapshotFile);

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    [DataRow("/var/lib/shop/")]
    [DataRow("a\0b")]
    public void AddZooKeeper_SnapshotFileThatIsNoFile_NamesIt(string file) =>
        Assert.Contains($"SnapshotFile is '{file}'", Assert.ThrowsExactly<ArgumentException>(() => Add(file)).Message);

    [TestMethod]
    [DataRow("/var/lib/shop/configuration.json")]
    [DataRow("configuration.json")]
    [DataRow(null)]
    public void AddZooKeeper_SnapshotFile_IsAccepted(string? file) => Add(file);

    private static void Add(string? file) => new ConfigurationBuilder().AddZooKeeper(options =>
    {
        options.ConnectionString = "127.0.0.1:1";
        options.Paths.Add("/config");
        options.SnapshotFile = file;
    });
}
