using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Session;

/// <summary>ZooKeeper 3.4, as far as the client can use it.</summary>
[TestClass]
public sealed class OldServerTests
{
    [TestMethod]
    public async Task Create_OnAServerWithoutCreate2_UsesTheOlderRequest()
    {
        var stat = new Stat(7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 7);
        var refusals = 0;
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            while (true)
            {
                var (header, _) = await connection.ReadRequestAsync();
                if (header.OpCode == OpCode.Create2)
                {
                    refusals++;
                    await connection.ReplyAsync(header.Xid, -1, ErrorCode.Unimplemented);
                    return;
                }

                await connection.ReplyAsync(
                    header.Xid, 7, body: header.OpCode == OpCode.Create ? new PathReply("/a0000000001") : header.OpCode == OpCode.Exists ? new StatReply(new StatRecord(stat)) : null);
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);

        var created = await client.CreateAsync("/a", mode: CreateMode.EphemeralSequential).WaitAsync(TestClient.Deadline);
        await client.CreateAsync("/b").WaitAsync(TestClient.Deadline);

        Assert.AreEqual(new CreatedZnode("/a0000000001", stat), created);
        Assert.AreEqual(1, refusals);
    }
}
