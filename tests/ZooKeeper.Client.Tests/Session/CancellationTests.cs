using System.Globalization;
using System.Text;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class CancellationTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task ManyRandomCancellations_UnderLoad_EveryReplyStillMatchesItsRequest()
    {
        var seed = Random.Shared.Next();
        TestContext.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var client = await SharedServer.ConnectAsync();
        var states = client.RecordStates();
        var root = SharedServer.UniquePath();
        await client.CreateAsync(root);
        await client.MultiAsync(Enumerable.Range(0, 100).Aggregate(new Multi(), (multi, i) => multi.Create($"{root}/{i}", Text(i))));

        var (answered, cancelled) = (0, 0);
        for (var round = 0; round < 10; round++)
        {
            var tokens = Enumerable.Range(0, 800).Select(_ => new CancellationTokenSource()).ToArray();
            var reads = tokens.Select((token, i) => ReadAsync(i % 100, token.Token)).ToArray();
            foreach (var token in tokens.Where(_ => random.Next(3) == 0).OrderBy(_ => random.Next()))
            {
                await token.CancelAsync();
            }

            foreach (var read in reads)
            {
                _ = await read.WaitAsync(TestClient.Deadline) ? answered++ : cancelled++;
            }

            Array.ForEach(tokens, token => token.Dispose());
        }

        TestContext.WriteLine($"{answered} answered, {cancelled} cancelled");
        Assert.IsGreaterThan(100, answered);
        Assert.IsGreaterThan(100, cancelled);
        Assert.IsTrue(await ReadAsync(42, CancellationToken.None));
        Assert.IsTrue(states.IsEmpty);

        async Task<bool> ReadAsync(int i, CancellationToken token)
        {
            try
            {
                CollectionAssert.AreEqual(Text(i), (await client.GetDataAsync($"{root}/{i}", cancellationToken: token)).Data);
                return true;
            }
            catch (OperationCanceledException e)
            {
                Assert.AreEqual(token, e.CancellationToken);
                return false;
            }
        }
    }

    [TestMethod]
    public async Task Call_CancelledBefore_IsNotSent()
    {
        await using var client = await SharedServer.ConnectAsync();
        var path = SharedServer.UniquePath();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAsync<OperationCanceledException>(() => client.CreateAsync(path, cancellationToken: cancelled));
        Assert.IsNull(await client.ExistsAsync(path));
    }

    [TestMethod]
    public async Task Call_CancelledWhileDisconnected_IsNeverSent()
    {
        await using var away = await Away.ConnectAsync();
        var path = SharedServer.UniquePath();
        await away.WhileAwayAsync(async () =>
        {
            using var cancellation = new CancellationTokenSource();
            var create = away.Client.CreateAsync(path, cancellationToken: cancellation.Token);
            await cancellation.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => create.WaitAsync(TestClient.Deadline));
        });
        Assert.IsNull(await away.Client.ExistsAsync(path));
    }

    [TestMethod]
    public async Task Call_CancelledWhilePaused_ReturnsAtOnce_AndTheConnectionGoesOn()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var states = client.RecordStates();
        await server.PauseAsync();
        using var cancellation = new CancellationTokenSource();
        var create = client.CreateAsync("/cancelled", cancellationToken: cancellation.Token);
        var waiting = client.CreateAsync("/waiting");
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => create.WaitAsync(TestClient.Deadline));
        await server.ResumeAsync();
        Assert.AreEqual("/waiting", (await waiting.WaitAsync(TestClient.Deadline)).Path);
        Assert.IsNotNull(await client.ExistsAsync("/cancelled"), "cancelling ends the waiting, not the request");
        Assert.IsTrue(states.IsEmpty);
    }

    [TestMethod]
    public async Task AddWatch_Cancelled_LeavesNoCallbackBehind()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var client = await TestClient.ConnectAsync(server.ConnectionString);
        var events = new Recorder<WatchedEvent>();
        await server.PauseAsync();
        using var cancellation = new CancellationTokenSource();
        var adding = client.AddWatchAsync("/a", WatchMode.Persistent, events.Add, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => adding.WaitAsync(TestClient.Deadline));
        await server.ResumeAsync();

        var later = new Recorder<WatchedEvent>();
        await client.AddWatchAsync("/a", WatchMode.Persistent, later.Add);
        await client.CreateAsync("/a");
        await later.NextAsync();
        Assert.IsTrue(events.IsEmpty);
    }

    private static byte[] Text(int i) => Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture));
}
