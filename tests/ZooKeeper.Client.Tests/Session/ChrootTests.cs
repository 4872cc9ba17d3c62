using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class ChrootTests
{
    private static readonly Chroot App = new(ZnodePath.Parse("/my/app"));
    private static readonly Chroot None = new(ZnodePath.Root);

    [TestMethod]
    [DataRow("/", "/my/app")]
    [DataRow("/a", "/my/app/a")]
    [DataRow("/a/b", "/my/app/a/b")]
    public void Map_PathOfTheUser_ThereAndBack(string user, string server)
    {
        Assert.AreEqual(server, App.ToServer(user));
        Assert.AreEqual(user, App.ToUser(server));
    }

    [TestMethod]
    [DataRow("/my/apple")]
    [DataRow("/my/apple/a")]
    [DataRow("/my")]
    [DataRow("/zookeeper/config")]
    public void ToUser_PathOutside_StaysAsItIs(string path) => Assert.AreEqual(path, App.ToUser(path));

    [TestMethod]
    [DataRow("/")]
    [DataRow("/a/b")]
    public void Map_WithoutChroot_ChangesNothing(string path)
    {
        Assert.AreEqual(path, None.ToServer(path));
        Assert.AreEqual(path, None.ToUser(path));
    }
}
