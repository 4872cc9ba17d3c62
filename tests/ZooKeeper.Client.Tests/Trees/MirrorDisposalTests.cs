namespace ZooKeeper.Client.Tests.Trees;

/// <summary>After the mirror or its client is disposed, pending and later calls throw.</summary>
[TestClass]
public sealed class MirrorDisposalTests
{
    private const string Nowhere = "127.0.0.1:1";

    [TestMethod]
    public async Task Dispose_Mirror_EndsWhatWaitsForIt()
    {
        await using var client = TestClient.Start(Nowhere);
        var mirror = client.Mirror("/r");
        var (next, refresh) = (mirror.NextAsync(null), mirror.RefreshAsync());
        await mirror.DisposeAsync();

        await AssertEndedAsync(next);
        await AssertEndedAsync(refresh);
        await AssertEndedAsync(mirror.RefreshAsync());
    }

    [TestMethod]
    public async Task Dispose_OnlyTheClient_EndsWhatWaitsForItsMirrors()
    {
        var client = TestClient.Start(Nowhere);
        await using var mirror = client.Mirror("/r");
        var (next, refresh) = (mirror.NextAsync(null), mirror.RefreshAsync());
        await client.DisposeAsync();

        await AssertEndedAsync(next);
        await AssertEndedAsync(refresh);
        await AssertEndedAsync(mirror.NextAsync(null));
        await AssertEndedAsync(mirror.RefreshAsync());
        Assert.ThrowsExactly<ObjectDisposedException>(() => client.Mirror("/r"));
    }

    [TestMethod]
    public async Task Dispose_OnlyTheClientWhileConnected_EndsWhatWaitsForItsMirrors()
    {
        var client = await SharedServer.ConnectAsync();
        await using var mirror = client.Mirror(SharedServer.UniquePath());
        var loaded = await mirror.NextAsync(null).WaitAsync(TestClient.Deadline);
        var next = mirror.NextAsync(loaded);
        await client.DisposeAsync();

        await AssertEndedAsync(next);
        Assert.AreSame(loaded, mirror.Current);
        Assert.IsTrue(mirror.IsStale);
    }

    private static async Task AssertEndedAsync(Task task) => await Assert.ThrowsExactlyAsync<ObjectDisposedException>(() => task.WaitAsync(TestClient.Deadline));
}
