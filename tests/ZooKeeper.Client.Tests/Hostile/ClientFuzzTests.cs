using System.Text;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Hostile;

/// <summary>
/// A client with a mirror, watches and callers of every operation, at a server that is out to break it. It may lose connections, and calls may fail; no call
/// hangs, nothing else is thrown than what is documented, memory stays what it was, and with a good server all is well again.
/// </summary>
[TestClass]
[TestCategory("Alone")]
[DoNotParallelize]
public sealed class ClientFuzzTests
{
    private const string Root = "/fuzz";
    private const int Megabyte = 1024 * 1024;
    private const int DefectEvent = 1008;

    private static readonly int Frames = Effort.Of(daily: 20_000, nightly: 100_000);
    private static readonly int Connections = Effort.Of(daily: 10, nightly: 20);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public async Task HostileServer_NoCallHangs_AndAGoodOneHeals()
    {
        var seed = FuzzSeed.Next(TestContext.WriteLine);
        var hostile = new HostileServer(Root, seed);
        using var errors = new ProgrammingErrors();
        var log = new RecordingLogger();
        await using var server = ScriptedServer.Start(hostile.ServeAsync);
        await using var client = TestClient.Start(server.ConnectionString, options =>
        {
            options.SessionTimeout = TimeSpan.FromSeconds(6);
            options.MaxReplyLength = Megabyte;
            options.TimeProvider = new HurriedTime(longest: TimeSpan.FromSeconds(3)); // back-offs are no part of this
            options.LoggerFactory = log;
        });
        await using var mirror = client.Mirror([Root], TimeSpan.FromSeconds(1));
        var before = Live();

        var callers = await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(
            () => CallAsync(client, new Random(seed + caller), () => hostile.Frames > Frames && server.Accepted > Connections))));

        TestContext.WriteLine(
            $"{hostile.Frames} frames, {hostile.Damaged} of them damaged, {server.Accepted} connections; "
            + $"{callers.Sum(c => c.Succeeded)} calls succeeded, {callers.Sum(c => c.Failed)} failed");
        Assert.IsLessThan(32 * Megabyte, Live() - before);
        Assert.AreEqual("", string.Join(Environment.NewLine, errors.Thrown.Take(3)), $"seed {seed}");
        Assert.IsEmpty(log.Entries.Where(entry => entry.Id == DefectEvent).ToArray(), $"seed {seed}");

        hostile.IsGood = true;
        await Eventually.TrueAsync(
            () => !mirror.IsStale && mirror.Current?.Find(Root) is { ChildCount: 0, Data: { } data } && Encoding.UTF8.GetString(data.Span) == "good");
        Assert.AreEqual("good", Encoding.UTF8.GetString((await client.GetDataAsync(Root).WaitAsync(TestClient.Deadline)).Data!));
        Assert.AreEqual(SessionState.Connected, client.State);
    }

    private static async Task<(int Succeeded, int Failed)> CallAsync(ZooKeeperClient client, Random random, Func<bool> isDone)
    {
        var (succeeded, failed) = (0, 0);
        while (!isDone())
        {
            try
            {
                await Call(client, random).WaitAsync(TestClient.Deadline);
                succeeded++;
            }
            catch (ZooKeeperException)
            {
                failed++;
            }
        }

        return (succeeded, failed);
    }

    private static Task Call(ZooKeeperClient client, Random random)
    {
        var path = random.Next(2) == 0 ? Root : Root + "/a";
        return random.Next(13) switch
        {
            0 => client.GetDataAsync(path),
            1 => client.GetDataAsync(path, _ => { }),
            2 => client.ExistsAsync(path, _ => { }),
            3 => client.GetChildrenAsync(path, _ => { }),
            4 => client.SetDataAsync(path, []),
            5 => client.CreateAsync(path),
            6 => client.MultiAsync(new Multi().SetData(path, []).Delete(path)),
            7 => client.MultiReadAsync(new MultiRead().GetData(path).GetChildren(path)),
            8 => client.GetAclAsync(path),
            9 => client.WhoAmIAsync(),
            10 => client.SyncAsync(),
            11 => client.GetEphemeralsAsync(),
            _ => client.DeleteAsync(path),
        };
    }

    private static long Live() => GC.GetTotalMemory(forceFullCollection: true);
}
