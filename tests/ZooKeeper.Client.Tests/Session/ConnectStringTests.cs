using ZooKeeper.Client.Session;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class ConnectStringTests
{
    [TestMethod]
    public void Parse_SeveralHosts_KeepsThemInOrder() => CollectionAssert.AreEqual(
        new ServerAddress[] { new("zk1", 2181), new("zk2.example.org", 2182), new("10.0.0.3", 1) },
        ConnectString.Parse("zk1:2181,zk2.example.org:2182,10.0.0.3:1").Servers.ToArray());

    [TestMethod]
    public void Parse_NoPort_Is2181() => Assert.AreEqual(new ServerAddress("zk", 2181), ConnectString.Parse("zk").Servers.Single());

    [TestMethod]
    public void Parse_Spaces_AreTrimmed() => CollectionAssert.AreEqual(
        new ServerAddress[] { new("zk1", 1), new("zk2", 2) }, ConnectString.Parse(" zk1:1 , zk2:2 ").Servers.ToArray());

    [TestMethod]
    public void Parse_UnderscoreInName_IsAllowed() => Assert.AreEqual("my_zk-1", ConnectString.Parse("my_zk-1:2181").Servers.Single().Host);

    [TestMethod]
    [DataRow("[::1]:2182", "::1", 2182)]
    [DataRow("[fe80::1]", "fe80::1", 2181)]
    public void Parse_IPv6InBrackets_IsAnAddress(string text, string host, int port) =>
        Assert.AreEqual(new ServerAddress(host, port), ConnectString.Parse(text).Servers.Single());

    [TestMethod]
    public void ServerAddress_IPv6_PrintsBrackets()
    {
        Assert.AreEqual("[::1]:2182", new ServerAddress("::1", 2182).ToString());
        Assert.AreEqual("zk:2181", new ServerAddress("zk", 2181).ToString());
    }

    [TestMethod]
    [DataRow("zk", "/")]
    [DataRow("zk/", "/")]
    [DataRow("zk:1,zk:2/app", "/app")]
    [DataRow("zk/app/of/mine ", "/app/of/mine")]
    public void Parse_Chroot_IsWhatFollowsTheFirstSlash(string text, string chroot) => Assert.AreEqual(chroot, ConnectString.Parse(text).Chroot.Value);

    [TestMethod]
    [DataRow("zk1,,zk2", "a server has no host name")]
    [DataRow("zk1,", "a server has no host name")]
    [DataRow(":2181", "a server has no host name")]
    [DataRow("/app", "a server has no host name")]
    [DataRow("zk1:port", "port of 'zk1:port'")]
    [DataRow("zk1:0", "port of 'zk1:0'")]
    [DataRow("zk1:65536", "port of 'zk1:65536'")]
    [DataRow("zk1:-1", "port of 'zk1:-1'")]
    [DataRow("zk1:", "port of 'zk1:'")]
    [DataRow("fe80::1:2181", "[::1]:2181")]
    [DataRow("::1", "[::1]:2181")]
    [DataRow("[::1", "'[::1' is not an IPv6 address")]
    [DataRow("[zk]:2181", "'[zk]:2181' is not an IPv6 address")]
    [DataRow("[::1]2181", "port of '[::1]2181'")]
    [DataRow("z k:2181", "'z k' is not a host name")]
    [DataRow("http://zk:2181", "port of 'http:'")]
    [DataRow("zk:2181/a,zk2:2181/a", "the chroot '/a,zk2:2181/a' contains a comma")]
    [DataRow("zk/app/", "chroot")]
    [DataRow("zk//app", "chroot")]
    [DataRow("zk/a/../b", "chroot")]
    public void Parse_Malformed_ThrowsAndNamesWhatIsWrong(string text, string reason)
    {
        var exception = Assert.ThrowsExactly<FormatException>(() => ConnectString.Parse(text));
        Assert.Contains(reason, exception.Message);
        Assert.Contains($"'{text}'", exception.Message);
    }
}
