namespace ZooKeeper.Testing.Tests;

[TestClass]
public sealed class RawSessionTests
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(20);
    private static ZooKeeperServer Server = null!;

    [ClassInitialize]
    public static async Task StartServerAsync(TestContext _) => Server = await ZooKeeperServer.StartAsync();

    [ClassCleanup]
    public static async Task StopServerAsync() => await Server.DisposeAsync();

    [TestMethod]
    public async Task ConnectAsync_IdAndPassword_AttachesToSession()
    {
        await using var first = await RawSession.ConnectAsync(Server.Port, SessionTimeout);

        await using var second = await RawSession.ConnectAsync(Server.Port, SessionTimeout, first.SessionId, first.Password);

        Assert.AreEqual(first.SessionId, second.SessionId);
        await second.RequestAsync(OpCode.Ping);
    }

    [TestMethod]
    public async Task ConnectAsync_WrongPassword_Throws()
    {
        await using var session = await RawSession.ConnectAsync(Server.Port, SessionTimeout);

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => RawSession.ConnectAsync(Server.Port, SessionTimeout, session.SessionId, new byte[16]));
    }

    [TestMethod]
    public async Task ConnectAsync_ZxidOfTheFuture_IsClosedWithoutAnswer() =>
        await Assert.ThrowsAsync<IOException>(
            () => RawSession.ConnectAsync(Server.Port, SessionTimeout, lastZxidSeen: long.MaxValue));

    [TestMethod]
    public async Task ExpireAsync_LiveSession_EndsIt()
    {
        await using var session = await RawSession.ConnectAsync(Server.Port, SessionTimeout);

        await RawSession.ExpireAsync(Server.Port, session.SessionId, session.Password);

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => RawSession.ConnectAsync(Server.Port, SessionTimeout, session.SessionId, session.Password));
        await Assert.ThrowsAsync<IOException>(() => session.RequestAsync(OpCode.Ping));
    }
}
