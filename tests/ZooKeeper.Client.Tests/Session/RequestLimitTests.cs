using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class RequestLimitTests
{
    [TestMethod]
    public async Task Request_OverMaxRequestLength_FailsLocallyAndNamesOperationSizeAndPath()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var session = client.SessionId;

        var exception = await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.SetDataAsync(path, new byte[2_000_000]));
        Assert.AreEqual(ErrorCode.BadArguments, exception.ErrorCode);
        Assert.AreEqual(path, exception.Path);
        Assert.Contains("SetData", exception.Message);
        Assert.Contains("2000", exception.Message);
        Assert.Contains("1048575", exception.Message);
        Assert.IsFalse(exception.IsTransient);

        await client.SetDataAsync(path, [1]);
        Assert.AreEqual(session, client.SessionId);
        Assert.AreEqual(1, (await client.ExistsAsync(path))!.Value.Version);
    }

    [TestMethod]
    public async Task Request_OfExactlyTheLimit_Passes()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var room = 1_048_575 - 8 - Jute.Encode(new SetDataRequest(path, [], -1)).Length;

        Assert.AreEqual(room, (await client.SetDataAsync(path, new byte[room])).DataLength);
        await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => client.SetDataAsync(path, new byte[room + 1]));
        Assert.AreEqual(room, (await client.GetDataAsync(path)).Data!.Length);
    }

    [TestMethod]
    public async Task Request_TooLargeAmongOthers_LeavesTheOthersAlone()
    {
        await using var client = await SharedServer.ConnectAsync(options => options.MaxRequestLength = 10_000);
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var sizes = Enumerable.Range(0, 600).Select(i => i % 3 == 0 ? 20_000 : i).ToArray();
        var writes = sizes.Select(size => client.SetDataAsync(path, new byte[size])).ToArray();
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] > 10_000)
            {
                await Assert.ThrowsExactlyAsync<ZooKeeperException>(() => writes[i].WaitAsync(TestClient.Deadline));
            }
            else
            {
                Assert.AreEqual(sizes[i], (await writes[i].WaitAsync(TestClient.Deadline)).DataLength);
            }
        }
    }

    [TestMethod]
    public async Task Reply_OverMaxReplyLength_FailsThatCallOnly()
    {
        var path = SharedServer.UniquePath();
        await using var client = await SharedServer.ConnectAsync(options => options.MaxReplyLength = 100_000);
        await client.CreateAsync(path, new byte[500_000]);
        var session = client.SessionId;
        var fired = new Recorder<WatchedEvent>();

        var reads = Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? (Task)client.GetDataAsync(path, fired.Add) : client.ExistsAsync(path)).ToArray();
        for (var i = 0; i < reads.Length; i++)
        {
            if (i % 2 == 0)
            {
                var exception = await Assert.ThrowsAsync<ZooKeeperException>(() => reads[i].WaitAsync(TestClient.Deadline));
                Assert.Contains(nameof(ZooKeeperClientOptions.MaxReplyLength), exception.Message);
                Assert.AreEqual(path, exception.Path);
            }
            else
            {
                await reads[i].WaitAsync(TestClient.Deadline);
            }
        }

        Assert.AreEqual(session, client.SessionId);
        Assert.AreEqual(SessionState.Connected, client.State);
        await client.SetDataAsync(path, []);
        await client.CallbacksDoneAsync();
        Assert.IsTrue(fired.IsEmpty, "a read that failed leaves no watch");
    }

    [TestMethod]
    public async Task Requests_FarMoreThanTheWindow_AreAllAnswered()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        await client.CreateAsync(path);
        var writes = Enumerable.Range(1, 5000).Select(async i => (i, (await client.SetDataAsync(path, null)).Version)).ToArray();
        foreach (var (i, version) in await Task.WhenAll(writes).WaitAsync(TestClient.Deadline))
        {
            Assert.AreEqual(i, version, "requests are done in the order in which they were made");
        }
    }
}
