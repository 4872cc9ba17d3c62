using System.Text;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Sasl;

/// <summary>Servers that answer SASL as none should, or not at all.</summary>
[TestClass]
public sealed class SaslPeerTests
{
    private const string Challenge = "realm=\"zk-sasl-md5\",nonce=\"abc\",charset=utf-8,algorithm=md5-sess";

    [TestMethod]
    public async Task Connect_ServerWithoutSasl_ThrowsAndSaysSo()
    {
        var exception = await Assert.ThrowsExactlyAsync<AuthFailedException>(() => SharedServer.ConnectAsync(WithSasl));
        Assert.Contains("it does not support SASL. Add a JAAS section 'Server' to the server, or do not set Sasl in the client", exception.Message);
    }

    [TestMethod]
    public async Task Connect_SaslIsTheFirstThingAfterTheHandshake_WithItsOwnXids()
    {
        var requests = new Recorder<(OpCode, int, string)>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            requests.Add(await TokenAsync(connection));
            await connection.ReplyAsync(1, 0, body: Token(Challenge));
            requests.Add(await TokenAsync(connection));
            await connection.ReplyAsync(2, 0, ErrorCode.AuthFailed);
        });
        await using var client = TestClient.Start(server.ConnectionString, options =>
        {
            WithSasl(options);
            options.DigestIdentities.Add(new DigestIdentity("digest", "hidden"));
        });
        var tokens = await requests.NextAsync(2);
        Assert.AreEqual((OpCode.Sasl, 1, ""), tokens[0]);
        Assert.AreEqual((OpCode.Sasl, 2), (tokens[1].Item1, tokens[1].Item2));
        Assert.StartsWith("charset=utf-8,username=\"shop\",realm=\"zk-sasl-md5\",nonce=\"abc\",nc=00000001,cnonce=", tokens[1].Item3);
        Assert.Contains("digest-uri=\"zookeeper/zk-sasl-md5\"", tokens[1].Item3);
        Assert.DoesNotContain("hidden", tokens[1].Item3);
    }

    [TestMethod]
    public Task Connect_ServerThatDoesNotKnowThePassword_IsNotUsed() => FailsAsync("it is not one of your servers", SessionState.Connecting, async connection =>
    {
        await ChallengeAsync(connection);
        await connection.ReplyAsync(2, 0, body: Token("rspauth=00000000000000000000000000000000"));
        await connection.ServeAsync();
    });

    [TestMethod]
    public Task Connect_ServerThatKeepsWhomItRejects_IsNotUsed() => FailsAsync("(allowSaslFailedClients)", SessionState.AuthFailed, async connection =>
    {
        await ChallengeAsync(connection);
        await connection.ReplyAsync(2, 0, body: new SaslToken(null));
        await connection.ServeAsync();
    });

    [TestMethod]
    public Task Connect_ServerThatDoesNotKnowTheOperation_SaysSo() => FailsAsync("it does not support SASL", SessionState.AuthFailed, async connection =>
    {
        await connection.AcceptAsync();
        await connection.ReadRequestAsync();
        await connection.ReplyAsync(1, -1, ErrorCode.Unimplemented);
    });

    [TestMethod]
    public Task Connect_ServerThatCloses_SaysSo() =>
        FailsAsync("it closed the connection during the SASL authentication of 'shop' by DIGEST-MD5", SessionState.Connecting, ChallengeAsync);

    [TestMethod]
    public Task Connect_ReplyToSomethingElse_SaysSo() => FailsAsync("The server replied to request 7 instead of the SASL request 1", SessionState.Connecting, async connection =>
    {
        await connection.AcceptAsync();
        await connection.ReadRequestAsync();
        await connection.ReplyAsync(7, 0);
    });

    [TestMethod]
    public Task Connect_OtherError_SaysSo() => FailsAsync("with the error SystemError", SessionState.Connecting, async connection =>
    {
        await connection.AcceptAsync();
        await connection.ReadRequestAsync();
        await connection.ReplyAsync(1, 0, ErrorCode.SystemError);
    });

    [TestMethod]
    public Task Connect_ServerThatStalls_SaysSo() => FailsAsync("no answer to the SASL authentication in the time", SessionState.Connecting, async connection =>
    {
        await connection.AcceptAsync();
        await connection.UntilClosedAsync();
    });

    [TestMethod]
    public async Task Connect_OneServerRejects_AnotherIsUsed()
    {
        await using var rejecting = ScriptedServer.Start(async connection =>
        {
            await ChallengeAsync(connection);
            await connection.ReplyAsync(2, 0, ErrorCode.AuthFailed);
        });
        using var jaas = new JaasFile(("shop", "hidden"));
        await using var server = await jaas.StartServerAsync(CancellationToken.None);
        await using var client = TestClient.Start($"{rejecting.ConnectionString},{server.ConnectionString}", WithSasl);
        Assert.IsNotNull(await client.ExistsAsync("/").WaitAsync(TestClient.Deadline));
    }

    private static async Task FailsAsync(string reason, SessionState state, Func<ScriptedConnection, Task> script)
    {
        await using var server = ScriptedServer.Start(script);
        await using var client = TestClient.Start(server.ConnectionString, options =>
        {
            WithSasl(options);
            options.SessionTimeout = TimeSpan.FromSeconds(2);
        });
        await Eventually.TrueAsync(() => client.ConnectFailures.Any(failure => failure.Contains(reason, StringComparison.Ordinal)), because: reason);
        await Eventually.TrueAsync(() => client.State == state);
        Assert.DoesNotContain("hidden", string.Join("; ", client.ConnectFailures));
    }

    private static void WithSasl(ZooKeeperClientOptions options) => (options.Sasl.UserName, options.Sasl.Password) = ("shop", "hidden");

    private static async Task ChallengeAsync(ScriptedConnection connection)
    {
        await connection.AcceptAsync();
        await connection.ReadRequestAsync();
        await connection.ReplyAsync(1, 0, body: Token(Challenge));
        await connection.ReadRequestAsync();
    }

    private static SaslToken Token(string text) => new(Encoding.UTF8.GetBytes(text));

    private static async Task<(OpCode OpCode, int Xid, string Token)> TokenAsync(ScriptedConnection connection)
    {
        var (header, content) = await connection.ReadRequestAsync();
        return (header.OpCode, header.Xid, Encoding.UTF8.GetString(Jute.Decode<SaslToken>(content.AsSpan(8)).Token!));
    }
}
