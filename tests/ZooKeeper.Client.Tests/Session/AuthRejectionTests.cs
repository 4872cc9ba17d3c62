using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class AuthRejectionTests
{
    [TestMethod]
    public async Task ConnectAsync_CredentialsRejected_ThrowsAuthFailed()
    {
        await using var server = ScriptedServer.Start(RejectAsync);
        var exception = await Assert.ThrowsExactlyAsync<AuthFailedException>(() => TestClient.ConnectAsync(server.ConnectionString, WithIdentity));
        Assert.Contains($"{server.ConnectionString}: it rejected the client's credentials", exception.Message);
        Assert.DoesNotContain("secret", exception.ToString());
    }

    [TestMethod]
    public async Task CredentialsRejected_WhileMuchIsBeingSent_IsNotTakenForALostConnection()
    {
        // The server closes with requests unread, so that writing fails while its answer is still to be read.
        await using var server = ScriptedServer.Start(RejectAsync);
        for (var round = 0; round < Effort.Of(daily: 5, nightly: 15); round++)
        {
            await using var client = TestClient.Start(server.ConnectionString, WithIdentity);
            var states = client.RecordStates();
            var writes = Enumerable.Range(0, 100).Select(_ => client.SetDataAsync("/a", new byte[100_000])).ToArray();
            Assert.AreEqual(SessionState.AuthFailed, await states.NextAsync(state => state != SessionState.Connected));
            foreach (var write in writes)
            {
                await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => write.WaitAsync(TestClient.Deadline));
            }
        }
    }

    [TestMethod]
    public async Task State_CredentialsRejected_IsAuthFailedUntilTheyAreAccepted()
    {
        var isRecording = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await isRecording.Task.WaitAsync(TestClient.Deadline);
            await (connection.Number < 3 ? RejectAsync(connection) : AcceptAsync(connection));
        });
        await using var client = TestClient.Start(server.ConnectionString, options =>
        {
            WithIdentity(options);
            options.SessionTimeout = TimeSpan.FromSeconds(1);
        });
        var states = client.RecordStates();
        isRecording.SetResult();
        await states.NextAsync(state => state == SessionState.AuthFailed);
        await states.NextAsync(state => state == SessionState.AuthFailed);
        await Testing.Eventually.TrueAsync(() => server.Accepted >= 3 && client.State == SessionState.Connected);
        Assert.IsNull(await client.ExistsAsync("/a").WaitAsync(TestClient.Deadline));
    }

    [TestMethod]
    public async Task AddAuthAsync_Rejected_ThrowsAndTheClientConnectsAgainWithoutIt()
    {
        await using var client = await SharedServer.ConnectAsync();
        var session = client.SessionId;
        var states = client.RecordStates();
        var exception = await Assert.ThrowsExactlyAsync<AuthFailedException>(() => client.AddAuthAsync("nonsense", "x"u8.ToArray()).WaitAsync(TestClient.Deadline));
        Assert.Contains("nonsense", exception.Message);

        await states.NextAsync(state => state == SessionState.Connected);
        Assert.IsNotNull(await client.ExistsAsync("/").WaitAsync(TestClient.Deadline));
        Assert.AreEqual(session, client.SessionId);
    }

    [TestMethod]
    public async Task AddAuthAsync_SameIdentityTwice_IsSentOnceAfterAReconnect()
    {
        var identities = new Recorder<int>();
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            var sent = 0;
            await connection.ServeAsync(async header =>
            {
                sent += header.OpCode == OpCode.Auth ? 1 : 0;
                if (header.OpCode == OpCode.Exists)
                {
                    identities.Add(sent);
                    throw new IOException("The connection is dropped without an answer.");
                }

                await connection.ReplyAsync(header.Xid, header.OpCode == OpCode.Auth ? 0 : connection.Zxid);
            });
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        for (var i = 0; i < 3; i++)
        {
            await client.AddAuthAsync("digest", "me:pw"u8.ToArray());
        }

        for (var i = 0; i < 2; i++)
        {
            await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => client.ExistsAsync("/").WaitAsync(TestClient.Deadline));
        }

        CollectionAssert.AreEqual(new[] { 3, 1 }, await identities.NextAsync(2));
    }

    private static void WithIdentity(ZooKeeperClientOptions options) => options.DigestIdentities.Add(new DigestIdentity("user", "secret"));

    private static async Task RejectAsync(ScriptedConnection connection)
    {
        await connection.AcceptAsync();
        var (auth, _) = await connection.ReadRequestAsync();
        Assert.AreEqual(OpCode.Auth, auth.OpCode);
        await connection.ReplyAsync(Xid.Auth, 0, ErrorCode.AuthFailed);
    }

    private static async Task AcceptAsync(ScriptedConnection connection)
    {
        await connection.AcceptAsync();
        await connection.ServeAsync();
    }
}
