using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Session;

namespace ZooKeeper.Client.Tests.Watches;

/// <summary>A server whose <c>jute.maxbuffer</c> is lower than the client's batches.</summary>
[TestClass]
public sealed class SetWatchesLimitTests
{
    private const int Limit = 20_000;

    [TestMethod]
    public async Task Restoration_OverTheLimitOfTheServer_GoesInSmallerRequestsNextTime()
    {
        var (restored, watches) = (new TaskCompletionSource(), 0);
        await using var server = ScriptedServer.Start(async connection =>
        {
            await connection.AcceptAsync();
            while (true)
            {
                var (header, content) = await connection.ReadRequestAsync();
                if (content.Length > Limit || (header.OpCode == OpCode.Sync && connection.Number == 1))
                {
                    return;
                }

                await connection.ReplyAsync(header.Xid, 1000, header.OpCode == OpCode.Exists ? ErrorCode.NoNode : ErrorCode.Ok);
                watches = connection.Number == 1 ? 0 : watches + (header.OpCode == OpCode.SetWatches ? 1 : 0);
                if (header.OpCode == OpCode.Sync)
                {
                    restored.TrySetResult();
                }
            }
        });
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => client.ExistsAsync($"/{new string('a', 100)}-{i}", _ => { }))).WaitAsync(TestClient.Deadline);
        await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => client.SyncAsync().WaitAsync(TestClient.Deadline));
        while (!restored.Task.IsCompleted)
        {
            try
            {
                await client.SyncAsync().WaitAsync(TestClient.Deadline);
            }
            catch (ConnectionLossException)
            {
                // The requests are still too large.
            }
        }

        Assert.IsGreaterThan(4, watches);
    }
}
