using System.Diagnostics;
using Configuration.ZooKeeper.SnapshotFiles;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>Nobody waits for the disk: writes are done aside, one at a time, the newest state last.</summary>
[TestClass]
[TestCategory("NoServer")]
public sealed class SnapshotWriterTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [TestMethod]
    public async Task Offer_AState_IsWrittenSoon()
    {
        using var folder = new SnapshotFolder();
        var writer = new SnapshotWriter(folder.Open());
        foreach (var zxid in new[] { 1, 2 })
        {
            writer.Offer(zxid, SnapshotFolder.Keys(("Key", $"{zxid}")));
            await Eventually.TrueAsync(() => folder.Open().Read()?.Zxid == zxid);
        }
    }

    [TestMethod]
    public async Task Offer_WhileOneIsWritten_ReturnsAtOnceAndWritesOnlyTheNewest()
    {
        using var folder = new SnapshotFolder();
        using var slow = new SlowKeys();
        var writer = new SnapshotWriter(folder.Open());
        var read = new List<int>();
        writer.Offer(1, slow.Keys());
        Assert.IsTrue(slow.IsRead.Wait(Deadline));

        // None of these waits: the one before is not written until below.
        foreach (var zxid in Enumerable.Range(2, 1000))
        {
            writer.Offer(zxid, Noting(read, zxid));
        }

        Assert.IsNull(folder.Open().Read());
        slow.Go.Set();
        await Eventually.TrueAsync(() => folder.Open().Read()?.Zxid == 1001);
        CollectionAssert.AreEqual(new[] { 1001 }, read);
    }

    [TestMethod]
    public async Task Offer_FromManyThreads_WritesOneAtATime()
    {
        using var folder = new SnapshotFolder();
        var writer = new SnapshotWriter(folder.Open());
        var (atWork, most, writes) = (0, 0, 0);
        IEnumerable<KeyValuePair<string, string?>> Keys()
        {
            most = Math.Max(most, Interlocked.Increment(ref atWork));
            yield return new("Key", "x");
            writes++;
            Interlocked.Decrement(ref atWork);
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                writer.Offer(i, Keys());
            }
        })));
        writer.Offer(-1, Keys());
        await Eventually.TrueAsync(() => folder.Open().Read()?.Zxid == -1);

        Assert.AreEqual(1, most);
        Assert.IsInRange(1, 1601, writes);
        Assert.IsEmpty(folder.Log.Lines);
    }

    [TestMethod]
    public async Task Offer_AfterAWriteThatFailed_IsWritten()
    {
        using var folder = new SnapshotFolder();
        var writer = new SnapshotWriter(folder.Open());
        writer.Offer(1, Enumerable.Range(0, 1).Select<int, KeyValuePair<string, string?>>(_ => throw new InvalidOperationException()));
        await Eventually.TrueAsync(() => folder.Log.Of(SnapshotFolder.NotWritten).Any());

        writer.Offer(2, SnapshotFolder.Keys(("Key", "x")));

        await Eventually.TrueAsync(() => folder.Open().Read()?.Zxid == 2);
    }

    [TestMethod]
    public void Flush_StateStillToBeWritten_IsWritten()
    {
        using var folder = new SnapshotFolder();
        var written = 0;
        for (var zxid = 1; zxid <= 50; zxid++)
        {
            var abandoned = folder.Log.Of(SnapshotFolder.Abandoned).Count();
            var file = folder.Open(file: Path.Combine(folder.Path, $"{zxid}.json"));
            var writer = new SnapshotWriter(file);
            writer.Offer(-zxid, SnapshotFolder.Keys(("Key", "x")));
            writer.Offer(zxid, SnapshotFolder.Keys(("Key", "x")));
            writer.Flush(TimeSpan.FromSeconds(1));

            // A machine under load may not do it within the second, and then that is said.
            if (folder.Log.Of(SnapshotFolder.Abandoned).Count() == abandoned)
            {
                Assert.AreEqual(zxid, file.Read()!.Zxid);
                written++;
            }
        }

        Assert.IsGreaterThan(0, written);
    }

    [TestMethod]
    public async Task Flush_DiskThatDoesNotAnswer_IsNotWaitedForLongAndNothingElseIsWritten()
    {
        using var folder = new SnapshotFolder();
        using var slow = new SlowKeys();
        var read = new List<int>();
        var writer = new SnapshotWriter(folder.Open());
        writer.Offer(1, slow.Keys());
        Assert.IsTrue(slow.IsRead.Wait(Deadline));
        writer.Offer(2, Noting(read, 2));

        var clock = Stopwatch.StartNew();
        writer.Flush(TimeSpan.FromSeconds(1));
        Assert.IsInRange(0.9, 20, clock.Elapsed.TotalSeconds);
        Assert.HasCount(1, folder.Log.Of(SnapshotFolder.Abandoned));

        slow.Go.Set();
        await Eventually.TrueAsync(() => folder.Open().Read()?.Zxid == 1);
        await Eventually.TrueAsync(() => slow.HasEnded);
        Assert.IsEmpty(read);
    }

    [TestMethod]
    public async Task Offer_FromALoadThatHasEnded_IsNotWritten()
    {
        using var folder = new SnapshotFolder();
        var writer = new SnapshotWriter(folder.Open());
        var isOver = false;
        writer.Hold();
        writer.Offer(1, SnapshotFolder.Keys(("Key", "x")), () => isOver);
        isOver = true;

        writer.Offer(2, SnapshotFolder.Keys(("Key", "x")), () => isOver);
        writer.Release();

        await Eventually.TrueAsync(() => folder.Open().Read()?.Zxid == 1);
        writer.Flush(Deadline);
        Assert.AreEqual(1, folder.Open().Read()!.Zxid);
    }

    [TestMethod]
    public async Task Flush_DiskThatDoesNotAnswer_LeavesAStateThatIsOfferedMeanwhile()
    {
        using var folder = new SnapshotFolder();
        using var slow = new SlowKeys();
        var writer = new SnapshotWriter(folder.Open());
        writer.Offer(1, slow.Keys());
        Assert.IsTrue(slow.IsRead.Wait(Deadline));
        writer.Offer(2, SnapshotFolder.Keys(("Key", "of the source that closes")));
        var flushing = Task.Run(() => writer.Flush(TimeSpan.FromMilliseconds(500)));
        while (!flushing.IsCompleted)
        {
            writer.Offer(3, SnapshotFolder.Keys(("Key", "of the source that was opened again")));
        }

        slow.Go.Set();

        await Eventually.TrueAsync(() => folder.Open().Read()?.Zxid == 3);
    }

    [TestMethod]
    public async Task Flush_NothingToWrite_IsQuietAndLaterStatesAreWritten()
    {
        using var folder = new SnapshotFolder();
        var writer = new SnapshotWriter(folder.Open());
        writer.Flush(TimeSpan.FromSeconds(1));
        writer.Flush(TimeSpan.FromSeconds(1));
        Assert.IsEmpty(folder.FileNames);

        writer.Offer(1, SnapshotFolder.Keys(("Key", "x")));

        await Eventually.TrueAsync(() => folder.Open().Read()?.Zxid == 1);
        Assert.IsEmpty(folder.Log.Lines);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Noting(List<int> read, int zxid)
    {
        read.Add(zxid);
        yield return new("Key", "x");
    }

    /// <summary>Keys that take as long to write as the test wants.</summary>
    private sealed class SlowKeys : IDisposable
    {
        public ManualResetEventSlim IsRead { get; } = new();

        public ManualResetEventSlim Go { get; } = new();

        public bool HasEnded { get; private set; }

        public IEnumerable<KeyValuePair<string, string?>> Keys()
        {
            IsRead.Set();
            Go.Wait(Deadline);
            HasEnded = true;
            yield return new("Key", "slow");
        }

        public void Dispose()
        {
            Go.Set();
            IsRead.Dispose();
        }
    }
}
