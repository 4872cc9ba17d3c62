namespace ZooKeeper.Client.Tests;

[TestClass]
public sealed class ZnodePathTests
{
    [TestMethod]
    [DataRow("/")]
    [DataRow("/a")]
    [DataRow("/a/b.c/..d/e..")]
    [DataRow("/zookeeper/config")]
    [DataRow("/é/€ with space/#{}:")]
    public void Parse_ValidPath_KeepsIt(string path) => Assert.AreEqual(path, ZnodePath.Parse(path).Value);

    [TestMethod]
    [DataRow("", "empty")]
    [DataRow("a", "start with '/'")]
    [DataRow("/a/", "end with '/'")]
    [DataRow("//", "end with '/'")]
    [DataRow("/a//b", "index 3 is empty")]
    [DataRow("//a", "index 1 is empty")]
    [DataRow("/a/.", "index 3 is relative")]
    [DataRow("/../a", "index 1 is relative")]
    [DataRow("/a\u0000", "U+0000 at index 2")]
    [DataRow("/\u001f", "U+001F at index 1")]
    [DataRow("/\u007f", "U+007F at index 1")]
    [DataRow("/a\u009f", "U+009F at index 2")]
    [DataRow("/😀", "U+D83D at index 1")]
    [DataRow("/\uf8ff", "U+F8FF at index 1")]
    [DataRow("/\ufff0", "U+FFF0 at index 1")]
    public void Parse_InvalidPath_ThrowsAndSaysWhereAndWhy(string path, string reason)
    {
        var exception = Assert.ThrowsExactly<ArgumentException>(() => ZnodePath.Parse(path));
        Assert.Contains(reason, exception.Message);
        Assert.AreEqual("path", exception.ParamName);
        Assert.IsFalse(exception.Message.Any(char.IsControl), "control characters in a message confuse terminals");
    }

    [TestMethod]
    public void Parse_Null_Throws() => Assert.ThrowsExactly<ArgumentNullException>(() => ZnodePath.Parse(null!));

    [TestMethod]
    public void Default_IsTheRoot()
    {
        Assert.AreEqual("/", default(ZnodePath).Value);
        Assert.AreEqual("/", default(ZnodePath).ToString());
    }

    [TestMethod]
    public void ParseSequential_TrailingSlash_IsAllowed()
    {
        Assert.AreEqual("/a/", ZnodePath.ParseSequential("/a/"));
        Assert.AreEqual("/a/n-", ZnodePath.ParseSequential("/a/n-"));
        Assert.ThrowsExactly<ArgumentException>(() => ZnodePath.ParseSequential("/a//"));
    }

    [TestMethod]
    [DataRow("/", null)]
    [DataRow("/a", "/")]
    [DataRow("/a/b", "/a")]
    public void ParentOf_Path_IsOneLevelUp(string path, string? parent) => Assert.AreEqual(parent, ZnodePath.ParentOf(path));

    [TestMethod]
    [DataRow("/", "a", "/a")]
    [DataRow("/a", "b", "/a/b")]
    public void Combine_ParentAndName_IsThePathOfTheChild(string parent, string name, string child) => Assert.AreEqual(child, ZnodePath.Combine(parent, name));

    [TestMethod]
    [DataRow("/app", "/app", true)]
    [DataRow("/app/a", "/app", true)]
    [DataRow("/apple", "/app", false)]
    [DataRow("/ap", "/app", false)]
    [DataRow("/anything", "/", true)]
    [DataRow("/", "/app", false)]
    public void IsAtOrBelow_RespectsComponents(string path, string root, bool expected) => Assert.AreEqual(expected, ZnodePath.IsAtOrBelow(path, root));
}
