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
    [DataRow("zk1,,zk2", "server 2 has no host name")]
    [DataRow("zk1,", "server 2 has no host name")]
    [DataRow(":2181", "the server has no host name")]
    [DataRow("/app", "the server has no host name")]
    [DataRow("zk1:port", "the port of the server is not a number")]
    [DataRow("zk1:0", "the port of the server")]
    [DataRow("zk0,zk1:65536", "the port of server 2")]
    [DataRow("zk1:-1", "the port of the server")]
    [DataRow("zk1:", "the port of the server")]
    [DataRow("fe80::1:2181", "[::1]:2181")]
    [DataRow("::1", "[::1]:2181")]
    [DataRow("[::1", "the server is not an IPv6 address in brackets")]
    [DataRow("[zk]:2181", "the server is not an IPv6 address in brackets")]
    [DataRow("[::1]2181", "the port of the server")]
    [DataRow("z k:2181", "the server is not a host name")]
    [DataRow("http://zk:2181", "the server starts with a scheme")]
    [DataRow("zk1:2181;zk2:2181", "the server contains ';'. Separate servers by commas")]
    [DataRow("zk:2181/a,zk2:2181/a", "its chroot contains ','. Specify the chroot once")]
    [DataRow("zk/app/", "its chroot is not a znode path")]
    [DataRow("zk//app", "its chroot is not a znode path")]
    [DataRow("zk/a/../b", "its chroot is not a znode path")]
    public void Parse_Malformed_ThrowsAndNamesWhatIsWrong(string text, string reason)
    {
        var exception = Assert.ThrowsExactly<FormatException>(() => ConnectString.Parse(text));
        Assert.Contains(reason, exception.Message);
    }

    [TestMethod]
    [DataRow("zk1:2181;password=s3cret", "contains '='")]
    [DataRow("s3cret=s3cret", "contains '='")]
    [DataRow("user:s3cret@zk1:2181", "User and password do not belong")]
    [DataRow("s3cret!:2181", "is not a host name")]
    [DataRow("[s3cret]:2181", "is not an IPv6 address")]
    [DataRow("zk1:s3cret", "the port of the server")]
    [DataRow("a:b:s3cret", "more than one colon")]
    [DataRow("zk1/app;password=s3cret", "its chroot contains ';'")]
    [DataRow("zk1/app?password=s3cret", "its chroot contains '?'")]
    [DataRow("zk1/s3cret/", "its chroot is not a znode path")]
    [DataRow("zk1/s3cret,zk2", "its chroot contains ','")]
    public void Parse_WithASecret_DoesNotQuoteIt(string text, string reason)
    {
        var exception = Assert.ThrowsExactly<FormatException>(() => ConnectString.Parse(text));
        Assert.Contains(reason, exception.Message);
        Assert.DoesNotContain("s3cret", exception.ToString());
    }
}
