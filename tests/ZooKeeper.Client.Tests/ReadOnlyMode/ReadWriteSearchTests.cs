using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Tests.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.ReadOnlyMode;

[TestClass]
public sealed class ReadWriteSearchTests
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task RunAsync_EveryAnswerButRw_IsNoReadWriteServer()
    {
        string[] answers = ["ro", "null", "isro is not executed because it is not in the whitelist.", "", "r", "rw"];
        await using var server = Start(number => answers[number - 1]);
        Assert.AreEqual(server.ConnectionString, await Search(server, new ShortenedTime()).RunAsync(CancellationToken.None).WaitAsync(TestClient.Deadline));
        Assert.AreEqual(answers.Length, server.Accepted);
    }

    [TestMethod]
    public async Task RunAsync_NobodyIsReadWrite_PausesGrowUpToAMinute()
    {
        var time = new ShortenedTime();
        await using var server = Start(number => number > 60 ? "rw" : "ro");
        await Search(server, time).RunAsync(CancellationToken.None).WaitAsync(TestClient.Deadline);

        // One that is drawn below a millisecond is no pause, and asks the clock for none.
        var skipped = 61 - time.Pauses.Count;
        Assert.IsInRange(0, 5, skipped);
        for (var i = 0; i < time.Pauses.Count; i++)
        {
            Assert.IsLessThanOrEqualTo(TimeSpan.FromTicks(Math.Min(Longest.Ticks, Shortest.Ticks << Math.Min(i + skipped, 20))), time.Pauses[i]);
        }

        Assert.IsGreaterThan(Longest / 2, time.Pauses.Max());
    }

    [TestMethod]
    public async Task RunAsync_ServerThatWasFoundIsOfNoUse_PausesGoOnGrowing()
    {
        var time = new ShortenedTime();
        await using var server = Start(_ => "rw");
        var search = Search(server, time);
        for (var i = 0; i < 60; i++)
        {
            await search.RunAsync(CancellationToken.None).WaitAsync(TestClient.Deadline);
        }

        Assert.IsGreaterThan(Longest / 2, time.Pauses.Max());
        search.Reset();
        time.Pauses.Clear(); // one that is drawn below a millisecond asks the clock for none
        await search.RunAsync(CancellationToken.None).WaitAsync(TestClient.Deadline);
        Assert.IsTrue(time.Pauses.All(pause => pause <= Shortest));
    }

    [TestMethod]
    public async Task RunAsync_OneServerCannotBeReached_TheNextIsAsked()
    {
        await using var server = Start(_ => "rw");
        var log = new RecordingLogger();
        var search = new ReadWriteSearch(
            ConnectString.Parse($"no-such-host.invalid:1,127.0.0.1:1,{server.ConnectionString}"), new ZooKeeperClientOptions(), log);
        Assert.AreEqual(server.ConnectionString, await search.RunAsync(CancellationToken.None).WaitAsync(TestClient.Deadline));
        CollectionAssert.AreEqual(new[] { 1012, 1012 }, log.Entries.Select(entry => entry.Id).ToArray());
        Assert.Contains("127.0.0.1:1", log.Entries.Last().Message);
    }

    private static ScriptedServer Start(Func<int, string> answer) => ScriptedServer.Start(async connection =>
    {
        Assert.IsNull(await connection.ReadHandshakeOrIsroAsync());
        await connection.SendAsync(Encoding.ASCII.GetBytes(answer(connection.Number)));
    });

    private static ReadWriteSearch Search(ScriptedServer server, TimeProvider time) =>
        new(ConnectString.Parse(server.ConnectionString), new ZooKeeperClientOptions { TimeProvider = time }, NullLogger.Instance);

    /// <summary>A clock whose pauses are over at once, and are kept. An answer is waited for even longer: no machine is busy for that time.</summary>
    private sealed class ShortenedTime : TimeProvider
    {
        private const int BusyMachine = 20;

        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Patience || dueTime == Timeout.InfiniteTimeSpan)
            {
                return base.CreateTimer(callback, state, dueTime == Patience ? BusyMachine * Patience : dueTime, period);
            }

            Pauses.Add(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
