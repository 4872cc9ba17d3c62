using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Session;

[TestClass]
public sealed class FrameSenderTests
{
    [TestMethod]
    public async Task LastProgress_OfALargeUploadOverASlowLink_Advances()
    {
        var (time, gate, outbox) = (new ManualTime(), new Lock(), new Outbox(maxRequestLength: 1_000_000));
        using var stream = new SlowStream();
        var start = time.GetTimestamp();
        var sender = new FrameSender(gate, stream, outbox, time);
        Assert.IsTrue(outbox.TryAppend(new PendingReply<SetDataRequest, StatReply>(OpCode.SetData, "/a", new SetDataRequest("/a", new byte[300_000], -1)), 1, out _));
        sender.Flush();
        for (var second = 1; second <= 3; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await stream.TakeAsync();
            await Eventually.TrueAsync(() => sender.LastProgress == time.GetTimestamp());
        }

        Assert.AreEqual(start, sender.LastSent);
        outbox.Discard();
    }

    [TestMethod]
    public void Uncork_AfterFlushes_WritesAllFramesAtOnce()
    {
        var outbox = new Outbox(maxRequestLength: 1_000);
        using var stream = new CountingStream();
        var sender = new FrameSender(new Lock(), stream, outbox, TimeProvider.System);
        sender.Cork();
        for (var xid = 1; xid <= 100; xid++)
        {
            Assert.IsTrue(outbox.TryAppend(new PendingReply<ReadRequest, StatReply>(OpCode.Exists, "/a", new ReadRequest("/a", Watch: false)), xid, out _));
            sender.Flush();
        }

        Assert.AreEqual(0, stream.Writes);
        sender.Uncork();
        Assert.AreEqual(1, stream.Writes);
        Assert.IsTrue(outbox.IsEmpty);
        outbox.Discard();
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }

    /// <summary>Takes one write each time it is asked to.</summary>
    private sealed class SlowStream : MemoryStream
    {
        private readonly SemaphoreSlim _writes = new(0);
        private readonly SemaphoreSlim _taken = new(0);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _writes.Release();
            await _taken.WaitAsync(cancellationToken);
        }

        public async Task TakeAsync()
        {
            Assert.IsTrue(await _writes.WaitAsync(TestClient.Deadline));
            _taken.Release();
        }

        protected override void Dispose(bool disposing)
        {
            _writes.Dispose();
            _taken.Dispose();
            base.Dispose(disposing);
        }
    }
}
