using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Shell;

/// <summary>
/// Apache ZooKeeper's own shell prints the same with a dev server as with Apache ZooKeeper. Each script runs on servers of its own, so that the whole
/// tree and the number of transactions can be compared. Behind what fires a watch stands a sync: its callback comes after the watch's.
/// </summary>
[TestClass]
public sealed class ShellTests
{
    [TestMethod]
    public Task Znodes_CreatedReadWrittenListed_PrintTheSame() => PrintsTheSameAsync(
        ["Created /a/s-0000000001", "[s-0000000000, s-0000000001]", "dataVersion = 2"],
        "create /a one",
        "create -e /e mine",
        "create -s /a/s- two",
        "create -s -e /a/s- three",
        "create -c /c",
        "create -c /c/below",
        "create -t 100000 /t ttl",
        "create -s -t 100000 /t- ttl",
        "create /empty",
        "create /quoted \"with spaces in it\"",
        "create /näme größer",
        "get /a",
        "get /empty",
        "get /quoted",
        "get /näme",
        "get -s /a",
        "get -s /e",
        "get -s /c",
        "get -s /t",
        "set /a changed",
        "set -s /a again",
        "set -s -v 2 /a third",
        "set /empty filled",
        "stat /a",
        "stat /e",
        "stat /a/s-0000000001",
        "stat /",
        "stat /zookeeper",
        "stat /zookeeper/config",
        "ls /",
        "ls -s /a",
        "ls -R /",
        "ls -R /a",
        "getAllChildrenNumber /",
        "getAllChildrenNumber /a",
        "getEphemerals /e",
        "getEphemerals /a",
        "getEphemerals /nothing",
        "sync /",
        "sync /a",
        "config",
        "config -s",
        "version");

    [TestMethod]
    public Task Errors_OfEveryCommand_PrintTheSame() => PrintsTheSameAsync(
        ["Node already exists: /a", "version No is not valid", "Node not empty", "Ephemerals cannot have children", "Reconfig is disabled"],
        "create /a one",
        "create /a again",
        "create /missing/child",
        "create /a//b",
        "create /a/",
        "create relative",
        "create /a/../b",
        "create -e /e mine",
        "create /e/child",
        "create -t 0 /t",
        "create -c -e /ce",
        "create /zookeeper",
        "set -v 1 /a conflict",
        "set /missing x",
        "set -v 5 /missing x",
        "get /missing",
        "get /a/",
        "stat /missing",
        "ls /missing",
        "ls -R /missing",
        "getAcl /missing",
        "setAcl /missing world:anyone:r",
        "setAcl -v 3 /a world:anyone:cdrwa",
        "setAcl /a world:nobody:r",
        "setAcl /a auth::r",
        "setAcl /a ip:1.2.3:r",
        "setAcl /a digest:nocolon:r",
        "setAcl /a nonsense:x:r",
        "create /acl data auth::r",
        "create /acl data nonsense:x:r",
        "delete /missing",
        "delete -v 7 /a",
        "delete /",
        "delete /zookeeper",
        "delete /zookeeper/config",
        "create /a/b",
        "delete /a",
        "deleteall /missing",
        "getAllChildrenNumber /missing",
        "removewatches /a",
        "removewatches -c /a",
        "removewatches -d /a",
        "reconfig -remove 1",
        "sync /missing",
        "set / root",
        "get -s /",
        "stat /a");

    // No stat of what may not be read: whether exists needs a permission differs between 3.8.0 and 3.8.4 (ZOOKEEPER-2590).
    [TestMethod]
    public Task Acls_SetReadAndChecked_PrintTheSame() => PrintsTheSameAsync(
        ["Insufficient permission : /secret", "'digest,'u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=", "'ip,'127.0.0.1/8", "digest: u"],
        "create /a one",
        "create /a/b two",
        "create /a/b/c three",
        "getAcl /a",
        "getAcl -s /a",
        "setAcl /a world:anyone:cdrwa,ip:127.0.0.1/8:r",
        "getAcl -s /a",
        "setAcl -s -v 1 /a world:anyone:cdrwa",
        "setAcl -v 1 /a world:anyone:cdrwa",
        "create /secret hidden digest:u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=:cdrwa",
        "get /secret",
        "ls /secret",
        "set /secret x",
        "getAcl /secret",
        "setAcl /secret world:anyone:cdrwa",
        "create /secret/child",
        "create /readable data world:anyone:r,digest:u:Jq7wMyA/w2Vd5WIDAKdu4OIIFEQ=:cdrwa",
        "get /readable",
        "set /readable x",
        "getAcl /readable",
        "create /readable/child",
        "create /locked data world:anyone:rw",
        "delete /locked",
        "create /nowhere data ip:10.0.0.0/8:cdrwa",
        "get /nowhere",
        "set /zookeeper/config x",
        "whoami",
        "addauth digest u:p",
        "whoami",
        "get /secret",
        "create /secret/child data auth::cdrwa",
        "getAcl /secret",
        "getAcl /readable",
        "getAcl /secret/child",
        "setAcl -R /a auth::cdrwa",
        "getAcl -s /a",
        "getAcl -s /a/b",
        "getAcl -s /a/b/c",
        "delete /readable",
        "deleteall /secret",
        "deleteall /a",
        "ls -R /",
        "ls /");

    [TestMethod]
    public Task Watches_OneShotAndPersistent_PrintTheSame() => PrintsTheSameAsync(
        [
            "type:NodeChildrenChanged path:/a", "type:NodeDataChanged path:/a", "type:NodeCreated path:/r/x/y",
            "type:NodeDeleted path:/r", "type:PersistentWatchRemoved path:/r",
        ],
        "create /a one",
        "ls -w /a",
        "create /a/b",
        "sync /",
        "create /a/c",
        "get -w /a",
        "set /a two",
        "sync /",
        "set /a three",
        "stat -w /a",
        "set /a four",
        "sync /",
        "get -w /a/b",
        "ls -w /a/b",
        "delete /a/b",
        "sync /",
        "create /p",
        "addWatch -m PERSISTENT /p",
        "set /p 1",
        "create /p/child",
        "set /p/child 1",
        "delete /p/child",
        "set /p 2",
        "delete /p",
        "create /p again",
        "sync /",
        "addWatch -m PERSISTENT_RECURSIVE /r",
        "create /r",
        "create /r/x",
        "create /r/x/y",
        "set /r/x/y 1",
        "setAcl /r/x world:anyone:cdrwa",
        "create -e -s /r/e- ",
        "sync /",
        "deleteall /r",
        "sync /",
        "removewatches /r",
        "create /r later",
        "sync /",
        "addWatch /default",
        "create /default",
        "create /default/below",
        "sync /",
        "get -w /a",
        "removewatches -d /a",
        "set /a five",
        "ls -w /a",
        "removewatches -c /a",
        "create /a/d",
        "sync /",
        "printwatches off",
        "get -w /a",
        "set /a six",
        "sync /",
        "stat /r");

    [TestMethod]
    public Task Deletions_SingleAndWholeTrees_PrintTheSame() => PrintsTheSameAsync(
        ["numChildren = 0", "[zookeeper]"],
        "create /a",
        "create /a/b",
        "create /a/b/c",
        "create /a/d",
        "create -e /a/e",
        "create -s /a/s- ",
        "create -s /a/s- ",
        "delete -v 0 /a/d",
        "stat /a",
        "create -s /a/s- ",
        "delete /a/e",
        "create /a/e again",
        "stat /a",
        "deleteall /a/b",
        "stat /a",
        "deleteall -b 2 /a",
        "create /a anew",
        "stat /a",
        "delete /a",
        "ls /");

    private static async Task PrintsTheSameAsync(string[] expected, params string[] script)
    {
        await using var apache = await ZooKeeperServer.StartAsync();
        var printed = (await RunAsync(apache.ConnectionString, script)).ToString();
        foreach (var part in expected)
        {
            Assert.Contains(part, printed, "The script does what it was written for.");
        }

        foreach (var release in (ZooKeeperRelease[])[ZooKeeperRelease.V38, ZooKeeperRelease.V39])
        {
            await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { Release = release });
            Assert.AreEqual(printed, (await RunAsync(server.ConnectionString, script)).ToString(), $"as {release}");
        }
    }

    private static async Task<ShellTranscript> RunAsync(string connectionString, string[] script) =>
        new(await new ZooKeeperShell(connectionString).RunScriptAsync(script));
}
