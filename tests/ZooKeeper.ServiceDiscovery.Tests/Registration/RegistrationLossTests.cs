using ZooKeeper.Client;
using ZooKeeper.DevServer;
using ZooKeeper.Testing;

namespace ZooKeeper.ServiceDiscovery.Tests.Registration;

/// <summary>An instance that loses its session again and again, also while it registers again.</summary>
[TestClass]
public sealed class RegistrationLossTests
{
    private const string Path = "/services/orders/1";

    // The end of the old session, the begin of the new one, and the creation. A cut handshake leaves one session more.
    private const int TransactionsOfAnExpiry = 2;
    private const int TransactionsOfACut = 1;

    // The former sessions live to the end, and so does the container without an instance.
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private static readonly TimeSpan UsefulLife = TimeSpan.FromSeconds(6);

    private static readonly int Losses = Effort.Of(daily: 20, nightly: 1_000);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task SessionsLostAgainAndAgain_NoGapWhereTheOldOneLivesABoundedOneAfterExpiryAndOneInstance()
    {
        await using var server = await ZooKeeperDevServer.StartAsync(new ZooKeeperDevServerOptions { MaxSessionTimeout = Long, ContainerCheckInterval = Long });
        await using var proxy = await LoopbackProxy.StartAsync(server.EndPoint.Port);
        using var time = new FastTime();
        await using var client = await ZooKeeperClient.ConnectAsync(
            new ZooKeeperClientOptions { ConnectionString = proxy.ConnectionString, SessionTimeout = Long, TimeProvider = time });
        await using var observer = await ZooKeeperClient.ConnectAsync(server.ConnectionString);
        await using var registration = new ZooKeeperServiceRegistration(client, "orders", new ServiceRegistrationOptions { Id = "1", Address = "h", Port = 80 });
        await registration.RegisterAsync();
        var json = (await observer.GetDataAsync(Path)).Data;
        await using var events = await ZnodeEvents.FollowAsync(observer, Path);
        await using var catalog = new ZooKeeperServiceCatalog(observer);
        using var end = new CancellationTokenSource();
        var views = InstanceViews.FollowAsync(catalog, "orders", end.Token);
        var random = new Random(FuzzSeed.Next(TestContext.WriteLine));
        var former = new List<long>();
        var (expired, seenGaps) = (0, 0);
        for (var loss = 1; loss <= Losses; loss++)
        {
            var (session, cuts) = (client.SessionId, random.Next(2));
            for (var cut = 0; cut < cuts; cut++)
            {
                proxy.CutAfter((ProxyDirection)random.Next(2), random.Next(400)); // a handshake and a registration
            }

            var longest = 0;
            if (random.Next(2) == 0)
            {
                await server.ExpireSessionAsync(session);
                expired++;
                longest = TransactionsOfAnExpiry + (cuts * TransactionsOfACut);
            }
            else
            {
                former.Add(session);
                await LoseAndLeaveAliveAsync(server, proxy, client);
            }

            var stat = default(Stat?);
            await Eventually.TrueAsync(async () =>
                (stat = await observer.ExistsAsync(Path)) is { } now && now.EphemeralOwner != session && now.EphemeralOwner == client.SessionId && registration.IsRegistered);
            proxy.Heal();

            // After a connection that has lived for a while, the next pause before a reconnect is short.
            await Task.Delay(UsefulLife, time);
            var gaps = await events.GapsUntilAsync(stat!.Value.Czxid);
            Assert.IsGreaterThan(seenGaps, gaps.Count);
            Assert.IsLessThanOrEqualTo(longest, gaps.Skip(seenGaps).Max(), $"loss {loss}: transactions between the deletion and the creation");
            seenGaps = gaps.Count;
        }

        foreach (var session in former)
        {
            await server.ExpireSessionAsync(session);
        }

        Assert.AreEqual(client.SessionId, (await observer.ExistsAsync(Path))?.EphemeralOwner, "the end of a former session deletes nothing");
        CollectionAssert.AreEqual(json, (await observer.GetDataAsync(Path)).Data);
        CollectionAssert.AreEqual(new[] { "1" }, (await observer.GetChildrenAsync("/services/orders")).Names.ToArray());
        await end.CancelAsync();
        var seen = await views;
        TestContext.WriteLine($"{Losses} losses, {expired} of them by expiry; {seen}");
        Assert.AreEqual(1, seen.Most);
        Assert.IsLessThanOrEqualTo(expired, seen.Absences);
        Assert.IsLessThan(SharedServer.Deadline, seen.LongestAbsence);
    }

    // The client gets a new session, and the server keeps the former one: as if the client had given it up.
    private static async Task LoseAndLeaveAliveAsync(ZooKeeperDevServer server, LoopbackProxy proxy, ZooKeeperClient client)
    {
        var former = client.SessionId;
        server.Reattachment = SessionReattachment.NewSession;
        proxy.DropConnections();
        await Eventually.TrueAsync(() => client.State == SessionState.Connected && client.SessionId != former);
        server.Reattachment = SessionReattachment.Accept;
    }
}
