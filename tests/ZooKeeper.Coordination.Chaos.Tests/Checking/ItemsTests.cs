using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Tests.Checking;

/// <summary>Times are seconds. A claim of a dead session is gone after two, and a loaded machine may take ten more.</summary>
[TestClass]
public sealed class ItemsTests
{
    private const string Queue = "q";

    [TestMethod]
    public void Check_EachItemOnce_IsGood() => Assert.IsEmpty(Check([.. Added("x", 1), .. Added("y", 2), .. Taken("a", "x", 3, 4), .. Taken("b", "y", 3, 5), Consumed("x"), Consumed("y")]));

    [TestMethod]
    public void Check_CompletedTwice_Convicts() => Assert.HasCount(1, Check([.. Added("x", 1), Consumed("x"), Consumed("x")]));

    [TestMethod]
    public void Check_Lost_Convicts() => Assert.HasCount(1, Check(Added("x", 1)));

    [TestMethod]
    public void Check_ToldOfACompletionThatIsNone_Convicts() =>
        Assert.HasCount(1, Check([.. Added("x", 1).Take(1), .. Taken("a", "x", 3, 4), Of("a", 4, Happening.Completed) with { Item = "x" }]));

    [TestMethod]
    public void Check_UnknownOutcome_MayBeEither()
    {
        Entry[] unknown = [Added("x", 1)[0], Of("p", 1, Happening.Unknown) with { Item = "x" }];

        Assert.IsEmpty(Check(unknown));
        Assert.IsEmpty(Check([.. unknown, Consumed("x")]));
        Assert.HasCount(1, Check([.. unknown, Consumed("x"), Consumed("x")]));
    }

    [TestMethod]
    public void Check_NeverAdded_Convicts() => Assert.HasCount(1, Check([Consumed("x")]));

    [TestMethod]
    public void Check_TwoHaveOneItem_Convicts()
    {
        Entry[] both = [.. Added("x", 1), .. Taken("a", "x", 3, 5, fence: 1), .. Taken("b", "x", 4, 6, fence: 2), Consumed("x")];

        Assert.HasCount(1, Check(both));
        Assert.IsEmpty(Check([.. both.Where(entry => entry.What != Happening.Led)]), "their deadlines are not exact");
    }

    [TestMethod]
    public void Check_ManyFreeForLongWhileALaterOneIsTaken_Convicts()
    {
        Entry[] later = [.. Added("y", 2), .. Taken("a", "y", 20, 21), Consumed("y")];

        Assert.HasCount(1, Check([.. later, .. Free(Items.MostSkipped + 1, added: 1)]));
        Assert.IsEmpty(Check([.. later, .. Free(Items.MostSkipped, added: 1)]), "few are skipped while others take the same items");
        Assert.IsEmpty(Check([.. later, .. Free(Items.MostSkipped + 1, added: 3)]), "they came later");
        Assert.HasCount(1, Check([.. later, .. Free(Items.MostSkipped + 1, added: 1).Where(entry => entry.Attempt is null)]), "nobody ever takes them");
        Assert.IsEmpty(Check([.. later.Select(entry => entry with { At = entry.At / 2 }), .. Free(Items.MostSkipped + 1, added: 0.5)]), "not for long");
        Assert.IsEmpty(Check([.. later, .. Free(Items.MostSkipped + 1, added: 1), .. Taken("c", "x0", 15, 16)]), "another worker has had one meanwhile");
    }

    // They are taken at last.
    private static IEnumerable<Entry> Free(int count, double added) => Enumerable.Range(0, count)
        .SelectMany(i => (Entry[])[.. Added($"x{i}", added), .. Taken($"w{i}", $"x{i}", 30, 31), Consumed($"x{i}")]);

    private static IEnumerable<Violation> Check(IEnumerable<Entry> history) => Items.Check([.. history.OrderBy(entry => entry.At)], Queue, TimeSpan.FromSeconds(2));

    private static Entry[] Added(string item, double at) => [Of("p", at, Happening.Enqueuing) with { Item = item, Attempt = null }, Of("p", at, Happening.Enqueued) with { Item = item, Attempt = null }];

    private static Entry[] Taken(string worker, string item, double from, double to, long fence = 1) =>
    [
        Histories.At(0, Happening.Led) with { Names = [worker], Deadline = long.MaxValue },
        Histories.At(0, Happening.Connected) with { Worker = worker, Server = worker },
        Of(worker, from, Happening.Invoked),
        Of(worker, from, Happening.Granted) with { Item = item, Fence = fence, Path = $"/q/{item}/claim" },
        Of(worker, to, Happening.LastHeld),
        Of(worker, to, Happening.Released),
    ];

    private static Entry Consumed(string item) => Of("", 90, Happening.Consumed) with { Item = item, Worker = null, Attempt = null };

    private static Entry Of(string worker, double at, Happening what) => Histories.At((long)(at * 1e9), what) with { Worker = worker, Workload = Queue, Attempt = 1 };
}
