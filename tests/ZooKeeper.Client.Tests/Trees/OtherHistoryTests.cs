using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Trees;

/// <summary>A restored ensemble can be past the zxid that the mirror knows, so that no server refuses the client. The Stats still tell.</summary>
[TestClass]
public sealed class OtherHistoryTests
{
    [TestMethod]
    public async Task Reconnect_OtherZnodeFromBeforeTheKnownZxid_IsReadAndToldAsAWipe()
    {
        var loaded = new TaskCompletionSource();
        await using var server = ScriptedServer.Start(async connection =>
        {
            var request = await connection.ReadHandshakeAsync();
            if (connection.Number > 1 && request.SessionId != 0)
            {
                await connection.SendAsync(Jute.Frame(new ConnectResponse(0, 0, 0, new byte[16], ReadOnly: false))); // the session has expired
                await connection.UntilClosedAsync();
            }

            await connection.SendAsync(ScriptedConnection.Response(request, newSessionId: connection.Number));
            var tree = new ScriptedTree(connection);
            if (connection.Number == 1)
            {
                tree.Set("/elsewhere");
                tree.Set("/r", 1);
                await tree.AnswerThroughAsync("/r");
                await loaded.Task;
                return;
            }

            tree.Set("/r", 2);
            tree.Set("/elsewhere");
            tree.Set("/elsewhere");
            await tree.ServeAsync();
        });
        var log = new RecordingLogger();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString, options => options.LoggerFactory = log);
        await using var mirror = client.Mirror("/r");
        var before = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        loaded.SetResult();

        var after = await mirror.NextAsync(before).WaitAsync(TestClient.Deadline);

        Assert.AreEqual(2, after.Find("/r")!.Data!.Value.Span[0]);
        Assert.Contains("/r", log.Entries.Single(entry => entry.Id == 1207).Message);
    }
}
