using System.Diagnostics;
using ZooKeeper.Client;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Tests.Switches;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>Requests of every operation with bodies that are wrong in every way. Each is answered, in order, or ends the connection.</summary>
[TestClass]
public sealed class FuzzTests
{
    private const int RequestsAtOnce = 25;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35)]
    [DataRow(ZooKeeperRelease.V38)]
    [DataRow(ZooKeeperRelease.V39)]
    public async Task Requests_Random_AreAnsweredInOrderOrEndTheConnection_AndTheTreeStaysConsistent(ZooKeeperRelease release)
    {
        var seed = FuzzSeed.Next(TestContext.WriteLine);
        var requests = new RandomRequests(new Random(seed), release);
        using var log = new RecordingLogger();
        await using var server = await ZooKeeperDevServer.StartAsync(
            new ZooKeeperDevServerOptions { Release = release, LoggerFactory = log, Znodes = { [RandomRequests.Root] = "" } });
        await using var bystander = await Bystander.ConnectAsync(server);

        var (started, answered, ended) = (Stopwatch.GetTimestamp(), 0, 0);
        while (Stopwatch.GetElapsedTime(started) < Duration)
        {
            using var peer = await RawPeer.OpenSessionAsync(server);
            while (await AreAnsweredAsync(peer, requests, seed) && Stopwatch.GetElapsedTime(started) < Duration)
            {
                answered += RequestsAtOnce;
                await bystander.GoesOnAsync();
            }

            ended++;
        }

        TestContext.WriteLine($"{answered} requests answered, {ended} connections ended");
        Assert.IsGreaterThan(RequestsAtOnce, answered);
        await bystander.GoesOnAsync();
        await TreeIsConsistentAsync(server, seed);
        log.HasNoErrors();
    }

    /// <summary>Sends requests, and checks that all have a reply up to the last that the connection lives for.</summary>
    private static async Task<bool> AreAnsweredAsync(RawPeer peer, RandomRequests requests, int seed)
    {
        for (var xid = 1; xid <= RequestsAtOnce; xid++)
        {
            await peer.SendAsync(requests.Next(xid));
        }

        for (var xid = 1; xid <= RequestsAtOnce; xid++)
        {
            ReplyHeader header;
            do
            {
                if (await peer.ReceiveAsync() is not { } frame)
                {
                    return false;
                }

                header = RawPeer.HeaderOf(frame);
            }
            while (header.Xid == Xid.Notification);

            Assert.IsTrue(header.Xid == xid || header.Xid == Xid.Ping, $"seed {seed}: the reply to {header.Xid} comes in the place of {xid}.");
        }

        return true;
    }

    private static async Task TreeIsConsistentAsync(ZooKeeperDevServer server, int seed)
    {
        await using var session = await server.OpenAsync(TimeSpan.FromSeconds(40));
        var (left, count) = (new Stack<string>(["/"]), 0);
        while (left.TryPop(out var path))
        {
            if ((await session.GetChildren2Async(path)) is not { Error: ErrorCode.Ok } reply)
            {
                // The requests have set an ACL. Damage can also have changed the name of their root.
                Assert.AreNotEqual("/", path, $"seed {seed}");
                continue;
            }

            var list = reply.As<GetChildren2Reply>();
            Assert.HasCount(list.Stat.Stat.NumChildren, list.Names.Distinct(), $"seed {seed}: {path}");
            Assert.IsTrue(list.Names.All(name => ZnodePath.IsValid("/" + name)), $"seed {seed}: {path}");
            Assert.AreEqual(0, (list.Stat.Stat.Cversion + list.Names.Length) % 2, $"seed {seed}: creations and deletions of {path}");
            count += list.Names.Length;
            foreach (var name in list.Names)
            {
                left.Push(ZnodePath.Combine(path, name));
            }
        }

        Assert.IsGreaterThan(3, count);
    }
}
