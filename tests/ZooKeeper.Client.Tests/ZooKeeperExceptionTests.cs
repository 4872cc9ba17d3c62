namespace ZooKeeper.Client.Tests;

[TestClass]
public sealed class ZooKeeperExceptionTests
{
    [TestMethod]
    [DataRow(ErrorCode.NoNode, typeof(NoNodeException))]
    [DataRow(ErrorCode.NodeExists, typeof(NodeExistsException))]
    [DataRow(ErrorCode.BadVersion, typeof(BadVersionException))]
    [DataRow(ErrorCode.NotEmpty, typeof(NotEmptyException))]
    [DataRow(ErrorCode.NoAuth, typeof(NoAuthException))]
    [DataRow(ErrorCode.AuthFailed, typeof(AuthFailedException))]
    [DataRow(ErrorCode.SessionClosedRequireAuth, typeof(AuthFailedException))]
    [DataRow(ErrorCode.SessionExpired, typeof(SessionExpiredException))]
    [DataRow(ErrorCode.QuotaExceeded, typeof(ZooKeeperException))]
    public void Of_Code_GivesItsClass(ErrorCode code, Type type)
    {
        var exception = ZooKeeperException.Of(code, "GetData", "/a");
        Assert.AreEqual(type, exception.GetType());
        Assert.AreEqual(code, exception.ErrorCode);
        Assert.Contains("GetData of '/a'", exception.Message);
        Assert.Contains(code.ToString(), exception.Message);
    }

    [TestMethod]
    [DataRow("Create")]
    [DataRow("Operation 1 of a multi, Create")]
    public void Of_CreateWithoutParent_NamesTheParentBehindTheChroot(string operation)
    {
        var exception = ZooKeeperException.Of(ErrorCode.NoNode, operation, "/x", "/nope/x");
        Assert.AreEqual($"{operation} of '/nope/x' failed: its parent '/nope' does not exist (NoNode). Create the parent first.", exception.Message);
        Assert.AreEqual("/x", exception.Path);
    }

    [TestMethod]
    public void Of_AddWatchThatIsMalformedForTheServer_SaysWhatTheServerLacks() => Assert.StartsWith(
        "AddWatch of '/a' failed: the server does not support persistent watches (MarshallingError).",
        ZooKeeperException.Of(ErrorCode.MarshallingError, "AddWatch", "/a").Message);

    [TestMethod]
    [DataRow("/a\nfail: forged", "/a?fail: forged")]
    [DataRow("/a\u2028b\u001b[2J", "/a?b?[2J")]
    public void Of_NameWithControlCharacters_IsOneLine(string path, string shown)
    {
        var exception = ZooKeeperException.Of(ErrorCode.NoAuth, "GetData", path);
        Assert.StartsWith($"GetData of '{shown}' failed", exception.Message);
        Assert.AreEqual(path, exception.Path);
    }

    [TestMethod]
    public void Of_UnknownCode_KeepsTheNumber()
    {
        var exception = ZooKeeperException.Of((ErrorCode)(-4711), "SetData", "/a");
        Assert.AreEqual(-4711, (int)exception.ErrorCode);
        Assert.Contains("-4711", exception.Message);
        Assert.AreEqual("/a", exception.Path);
    }

    [TestMethod]
    [DataRow(ErrorCode.ConnectionLoss, true)]
    [DataRow(ErrorCode.ThrottledOperation, true)]
    [DataRow(ErrorCode.NotReadOnly, true)]
    [DataRow(ErrorCode.NoNode, false)]
    [DataRow(ErrorCode.NoAuth, false)]
    [DataRow(ErrorCode.AuthFailed, false)]
    public void IsTransient_TellsWhetherTryingAgainMakesSense(ErrorCode code, bool isTransient) =>
        Assert.AreEqual(isTransient, ZooKeeperException.Of(code, "GetData", "/a").IsTransient);
}
