using System.Buffers.Binary;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>What clients can make the server hold. The clients are in the same process, so the bounds are for both ends.</summary>
[TestClass]
[DoNotParallelize]
public sealed class MemoryTests
{
    private const int Kilobyte = 1024;
    private const int Megabyte = 1024 * Kilobyte;

    /// <summary>An idle connection, with its two sockets and its buffers.</summary>
    private const long ConnectionCost = 64 * Kilobyte;

    /// <summary>What is allocated beside what a test counts: types, pools, the tests' own objects.</summary>
    private const long Slack = 8 * Megabyte;

    private static readonly TimeSpan HandshakeTime = TimeSpan.FromSeconds(10);

    [TestMethod]
    public async Task Connections_500Silent_AreCheap_AndClosedAfterTheHandshakeTime()
    {
        var time = new ManualTime();
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { TimeProvider = time });
        await using var bystander = await Bystander.ConnectAsync(server);
        var before = ManagedHeap.Live();

        var peers = await ManyAsync(500, () => RawPeer.ConnectAsync(server));
        await Eventually.TrueAsync(() => time.Awaited(HandshakeTime) == peers.Length);
        IsBelow(ConnectionCost * peers.Length, ManagedHeap.Live() - before);
        await bystander.GoesOnAsync();

        time.Advance(HandshakeTime);
        foreach (var peer in peers)
        {
            await peer.ClosedAsync();
            peer.Dispose();
        }

        IsBelow(Slack, ManagedHeap.Live() - before);
        await bystander.GoesOnAsync();
    }

    [TestMethod]
    public async Task Sessions_500Idle_AreCheap()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        var before = ManagedHeap.Live();

        var peers = await ManyAsync(500, () => RawPeer.OpenSessionAsync(server));
        IsBelow(ConnectionCost * peers.Length, ManagedHeap.Live() - before);
        Array.ForEach(peers, peer => peer.Dispose());
    }

    [TestMethod]
    public async Task Frames_AnnouncedAndNotSent_CostWhatWasSent()
    {
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var bystander = await Bystander.ConnectAsync(server);
        var before = ManagedHeap.Live();
        var beginning = new byte[sizeof(int) + 10];
        BinaryPrimitives.WriteInt32BigEndian(beginning, 1_000_000);

        // The reply to the ping tells that the server has come to what is behind it.
        var peers = await ManyAsync(500, () => RawPeer.OpenSessionAsync(server));
        foreach (var peer in peers)
        {
            await peer.SendAsync((byte[])[.. WireConnection.Frame(new RequestHeader(Xid.Ping, OpCode.Ping)), .. beginning]);
            Assert.AreEqual(Xid.Ping, (await peer.ReceiveHeaderAsync()).Xid);
        }

        await bystander.GoesOnAsync(100);
        IsBelow(ConnectionCost * peers.Length, ManagedHeap.Live() - before);
        Array.ForEach(peers, peer => peer.Dispose());
    }

    [TestMethod]
    public async Task Replies_NotRead_StopTheRequestsOfTheirClientAlone()
    {
        const int Requests = 1_000;
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var bystander = await Bystander.ConnectAsync(server);
        await server.SetAsync("/large", new string('x', Megabyte));
        using var peer = await RawPeer.OpenSessionAsync(server);
        var before = ManagedHeap.Live();

        for (var xid = 1; xid <= Requests; xid++)
        {
            await peer.SendAsync(xid, OpCode.GetData, new ReadRequest("/large", Watch: false));
        }

        // The server does one thing after the other: in this time it would have answered all.
        await bystander.GoesOnAsync(2 * Requests);
        IsBelow(16 * Megabyte, ManagedHeap.Live() - before);

        for (var xid = 1; xid <= Requests; xid++)
        {
            var reply = await peer.ReceiveAsync();
            Assert.IsGreaterThan(Megabyte, reply!.Length);
            Assert.AreEqual(xid, RawPeer.HeaderOf(reply).Xid);
        }
    }

    [TestMethod]
    public async Task Events_NotRead_EndTheConnectionAtTheLimit()
    {
        const int PathLength = 100 * Kilobyte;
        const int Events = 2_000;
        var path = "/" + new string('x', PathLength - 1);
        await using var server = await ZooKeeperDevServer.StartAsync();
        using var idle = await RawPeer.OpenSessionAsync(server);
        using var reader = await RawPeer.OpenSessionAsync(server);
        foreach (var peer in (RawPeer[])[idle, reader])
        {
            await peer.SendAsync(1, OpCode.AddWatch, new AddWatchRequest("/", WatchMode.PersistentRecursive));
            Assert.AreEqual(ErrorCode.Ok, (await peer.ReceiveHeaderAsync()).Error);
        }

        var (before, most) = (ManagedHeap.Live(), 0L);
        for (var i = 0; i < Events; i++)
        {
            await server.SetAsync(path, null);
            Assert.AreEqual(Xid.Notification, (await reader.ReceiveHeaderAsync()).Xid);
            if (i % 100 == 0)
            {
                most = Math.Max(most, ManagedHeap.Live() - before);
            }
        }

        IsBelow((64 * Megabyte) + Slack, most);
        Assert.IsGreaterThan(32 * Megabyte, most, "Events are kept for a client that is slow.");
        Assert.AreEqual(1, (await server.GetSessionsAsync()).Count(session => session.IsConnected));

        Assert.IsLessThan((long)Events * PathLength, await idle.DrainAsync());
        IsBelow(Slack, ManagedHeap.Live() - before);
    }

    [TestMethod]
    public async Task MultiRead_OfMoreThanAServerHas_StaysWithinTheBound()
    {
        const int Reads = 1_000;
        await using var server = await ZooKeeperDevServer.StartAsync();
        await using var bystander = await Bystander.ConnectAsync(server);
        await server.SetAsync("/large", new string('x', Megabyte));
        using var peer = await RawPeer.OpenSessionAsync(server);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await peer.SendAsync(1, OpCode.MultiRead, new MultiRequest([.. Enumerable.Repeat(Operation.GetData("/large"), Reads)]));
        await bystander.GoesOnAsync(10);

        IsBelow(256 * Megabyte, GC.GetTotalAllocatedBytes(precise: true) - before);
    }

    private static async Task<RawPeer[]> ManyAsync(int count, Func<Task<RawPeer>> open)
    {
        var peers = new RawPeer[count];
        for (var i = 0; i < count; i++)
        {
            peers[i] = await open();
        }

        return peers;
    }

    private static void IsBelow(long limit, long actual) =>
        Assert.IsLessThan(limit, actual, $"{actual / (double)Megabyte:F1} MB; at most {limit / (double)Megabyte:F1} MB are expected");
}
