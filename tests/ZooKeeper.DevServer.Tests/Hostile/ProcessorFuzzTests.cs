using System.Net;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Clients;
using ZooKeeper.DevServer.Requests;
using ZooKeeper.Testing;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>More wrong requests than go over sockets in a test's time: straight to what processes them.</summary>
[TestClass]
[TestCategory("Alone")]
[DoNotParallelize] // it takes all processors there are, and others have deadlines
public sealed class ProcessorFuzzTests
{
    private const int RequestsOfClient = 500;
    private const int RequestsOfDatabase = 5_000;

    // A reply has at most the names of all znodes that the requests of one database made; a false length costs nothing.
    private const long MostAllocated = 4 * 1024 * 1024;

    private static readonly int RequestCount = Effort.Of(daily: 80_000, nightly: 400_000);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    [DataRow(ZooKeeperRelease.V35)]
    [DataRow(ZooKeeperRelease.V38)]
    [DataRow(ZooKeeperRelease.V39)]
    public void Requests_Random_AreAnsweredOrEndTheConnection(ZooKeeperRelease release)
    {
        var seed = FuzzSeed.Next(TestContext.WriteLine);
        var requests = new RandomRequests(new Random(seed), release);
        var (database, processor, client) = Begin(release);
        var (answered, refused, most) = (0, 0, 0L);
        for (var i = 0; i < RequestCount; i++)
        {
            if (i % RequestsOfDatabase == 0)
            {
                (database, processor, client) = Begin(release);
            }

            if (client.SessionId == 0 || i % RequestsOfClient == 0)
            {
                database.Detach(client);
                client = Attach(database);
            }

            var frame = requests.Next(i % RequestsOfClient);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                processor.Process(client, frame.AsSpan(sizeof(int)));
                answered++;
            }
            catch (JuteException)
            {
                database.Detach(client);
                refused++;
            }
            catch (Exception e)
            {
                throw new AssertFailedException($"seed {seed}: request {i} is refused by a {e.GetType()}: {Convert.ToHexString(frame)}", e);
            }

            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        TestContext.WriteLine($"{answered} requests answered, {refused} refused; the most that one allocated is {most} bytes");
        Assert.IsGreaterThan(RequestCount / 2, answered);
        Assert.IsLessThan(MostAllocated, most);
    }

    private static (Database Database, RequestProcessor Processor, ConnectedClient Client) Begin(ZooKeeperRelease release)
    {
        var database = new Database(new ZooKeeperDevServerOptions(), release);
        var processor = new RequestProcessor(database, superUser: null);
        var client = Attach(database);
        processor.Process(client, WireConnection.Frame(new RequestHeader(1, OpCode.Create), Operation.Create(RandomRequests.Root).Request).AsSpan(sizeof(int)));
        return (database, processor, client);
    }

    // What is sent waits for somebody to write it, and goes with the client.
    private static ConnectedClient Attach(Database database)
    {
        var client = new ConnectedClient(IPAddress.Loopback, new Outbox(new Delivery(TimeProvider.System)));
        database.Attach(database.OpenSession(TimeSpan.FromSeconds(40)), client);
        return client;
    }
}
