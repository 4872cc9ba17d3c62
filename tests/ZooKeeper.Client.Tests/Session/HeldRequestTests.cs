using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>Requests of users, beside the request for a recursive watch that an old server answers by closing the connection.</summary>
[TestClass]
public sealed class HeldRequestTests
{
    [TestMethod]
    public async Task Write_WhileTheServerIsAskedForARecursiveWatch_IsSentOnTheNextConnection()
    {
        var (asked, written) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            if (connection.Number == 1)
            {
                while (true)
                {
                    var (header, _) = await connection.ReadRequestAsync();
                    Assert.AreNotEqual(OpCode.SetData, header.OpCode);
                    if (header.OpCode == OpCode.AddWatch)
                    {
                        asked.SetResult();
                        await written.Task;
                        await connection.ReplyAsync(header.Xid, -1, ErrorCode.Unimplemented);
                        return;
                    }

                    await connection.ReplyAsync(header.Xid, 1, body: new PathReply("/"));
                }
            }

            await connection.ServeAsync(request => connection.ReplyAsync(
                request.Xid, 1, request.OpCode == OpCode.SetData ? ErrorCode.Ok : ErrorCode.NoNode, request.OpCode == OpCode.SetData ? new StatReply(default) : null));
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await using var mirror = client.Mirror("/r");
        await asked.Task.WaitAsync(TestClient.Deadline);
        var write = client.SetDataAsync("/a", [1]);
        written.SetResult();

        await write.WaitAsync(TestClient.Deadline);
    }
}
