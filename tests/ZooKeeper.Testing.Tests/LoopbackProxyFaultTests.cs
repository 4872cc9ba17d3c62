namespace ZooKeeper.Testing.Tests;

/// <summary>Each fault, on a connection of plain bytes.</summary>
[TestClass]
public sealed class LoopbackProxyFaultTests
{
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(200);

    private static IEnumerable<ProxyDirection> Directions => Enum.GetValues<ProxyDirection>();

    [TestMethod]
    [DynamicData(nameof(Directions))]
    public async Task BytesPerSecond_Set_SlowsBothWaysUntilHealed(ProxyDirection direction)
    {
        await using var streams = await ProxiedStreams.OpenAsync();
        var sent = RandomBytes(10_000);
        streams.Proxy.BytesPerSecond = 20_000;

        var started = TimeProvider.System.GetTimestamp();
        await streams.SendAsync(direction, sent);
        var received = await streams.ReceiveAsync(direction, sent.Length);

        // The pause after the last piece is not waited for.
        Assert.IsGreaterThan(TimeSpan.FromSeconds(0.45), TimeProvider.System.GetElapsedTime(started));
        CollectionAssert.AreEqual(sent, received);

        streams.Proxy.BytesPerSecond = 1;
        streams.Proxy.Heal();
        await streams.SendAsync(direction, sent);
        CollectionAssert.AreEqual(sent, await streams.ReceiveAsync(direction, sent.Length).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [TestMethod]
    public async Task BytesPerSecond_NotPositive_Throws()
    {
        await using var proxy = await LoopbackProxy.StartAsync(FreePort.Next());

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => proxy.BytesPerSecond = 0);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => proxy.CutAfter(ProxyDirection.ToServer, -1));
    }

    [TestMethod]
    [DynamicData(nameof(Directions))]
    public async Task CutAfter_Bytes_DeliversExactlyThese(ProxyDirection direction)
    {
        await using var streams = await ProxiedStreams.OpenAsync();
        var sent = RandomBytes(5_000);
        streams.Proxy.CutAfter(direction, 1_234);

        await streams.SendAsync(direction, sent);
        var received = await streams.ReceiveAsync(direction, sent.Length);

        CollectionAssert.AreEqual(sent[..1_234], received);
        Assert.IsEmpty(await streams.ReceiveAsync(Opposite(direction), 1));
        await Eventually.TrueAsync(() => streams.Proxy.ConnectionCount == 0);
    }

    [TestMethod]
    public async Task CutAfter_OtherDirection_LetsAllPass()
    {
        await using var streams = await ProxiedStreams.OpenAsync();
        var sent = RandomBytes(5_000);
        streams.Proxy.CutAfter(ProxyDirection.ToServer, 0);

        await streams.SendAsync(ProxyDirection.ToClient, sent);

        CollectionAssert.AreEqual(sent, await streams.ReceiveAsync(ProxyDirection.ToClient, sent.Length));
        Assert.AreEqual(1, streams.Proxy.ConnectionCount);
    }

    [TestMethod]
    [DynamicData(nameof(Directions))]
    public async Task BlackHole_OneDirection_HoldsItAloneUntilHealed(ProxyDirection direction)
    {
        await using var streams = await ProxiedStreams.OpenAsync();
        var sent = RandomBytes(5_000);
        streams.Proxy.BlackHole(direction);

        await streams.SendAsync(direction, sent);
        var receiving = streams.ReceiveAsync(direction, sent.Length);
        await streams.SendAsync(Opposite(direction), sent);
        CollectionAssert.AreEqual(sent, await streams.ReceiveAsync(Opposite(direction), sent.Length));
        await Assert.ThrowsExactlyAsync<TimeoutException>(() => receiving.WaitAsync(Notice));

        streams.Proxy.Heal();
        CollectionAssert.AreEqual(sent, await receiving);
    }

    [TestMethod]
    public async Task BlackHole_SenderEnds_TheEndIsHeldToo()
    {
        await using var streams = await ProxiedStreams.OpenAsync();
        streams.Proxy.BlackHole(ProxyDirection.ToServer);
        var receiving = streams.ReceiveAsync(ProxyDirection.ToServer, 1);

        streams.EndClient();

        await Assert.ThrowsExactlyAsync<TimeoutException>(() => receiving.WaitAsync(Notice));
        streams.Proxy.Heal();
        Assert.IsEmpty(await receiving);
    }

    [TestMethod]
    public async Task DisposeAsync_BlackHole_DoesNotWaitForIt()
    {
        await using var streams = await ProxiedStreams.OpenAsync();
        streams.Proxy.BlackHole(ProxyDirection.ToServer);
        streams.Proxy.BlackHole(ProxyDirection.ToClient);
        await streams.SendAsync(ProxyDirection.ToServer, RandomBytes(100));

        await streams.Proxy.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.IsEmpty(await streams.ReceiveAsync(ProxyDirection.ToServer, 1));
    }

    [TestMethod]
    [DynamicData(nameof(Directions))]
    public async Task HalfClose_OneDirection_EndsItAlone(ProxyDirection direction)
    {
        await using var streams = await ProxiedStreams.OpenAsync();
        var sent = RandomBytes(5_000);

        streams.Proxy.HalfClose(direction);

        Assert.IsEmpty(await streams.ReceiveAsync(direction, 1));
        await streams.SendAsync(direction, sent); // reaches nobody, and hurts nobody
        await streams.SendAsync(Opposite(direction), sent);
        CollectionAssert.AreEqual(sent, await streams.ReceiveAsync(Opposite(direction), sent.Length));
        Assert.AreEqual(1, streams.Proxy.ConnectionCount);
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        return bytes;
    }

    private static ProxyDirection Opposite(ProxyDirection direction) =>
        direction == ProxyDirection.ToServer ? ProxyDirection.ToClient : ProxyDirection.ToServer;
}
