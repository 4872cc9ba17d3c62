using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Protocol;

[TestClass]
public sealed class FrameReaderTests
{
    private const int Limit = 100_000;
    private const int InitialBuffer = 16 * 1024;

    // Around the sizes at which the reader's buffer is full, grows, is small again, and gives up.
    private static readonly Gen<int> Lengths = Gen.OneOf(
        Gen.Choose(ReplyHeader.Size, 200),
        Gen.Choose(InitialBuffer - 40, InitialBuffer + 40),
        Gen.Choose((4 * InitialBuffer) - 40, (4 * InitialBuffer) + 40),
        Gen.Choose(Limit - 2, Limit + 2),
        Gen.Choose(Limit, 3 * Limit));

    private static readonly Gen<int> ChunkSizes = Gen.OneOf(Gen.Choose(1, 5), Gen.Choose(1, 2000), Gen.Choose(1, 200_000));

    [TestMethod]
    public void ReadAsync_FramesInAnyChunks_ComeOutWholeAndInOrder()
    {
        var inputs = from lengths in Values.Few(Lengths) from chunk in ChunkSizes from seed in Gen.Choose(0, int.MaxValue) select (lengths, chunk, seed);
        Prop.ForAll(inputs.ToArbitrary(), input =>
        {
            var random = new Random(input.seed);
            var frames = Array.ConvertAll(input.lengths, length => RandomBytes(random, length));
            var stream = new ChunkedStream([.. frames.SelectMany(Prefixed)], () => random.Next(1, input.chunk + 1));
            using var reader = new FrameReader(stream, Limit, TimeProvider.System);
            foreach (var frame in frames)
            {
                var read = Read(reader);
                Assert.AreEqual(frame.Length, read.Length);
                Assert.AreEqual(frame.Length > Limit, read.IsOverLimit);
                Assert.IsTrue(read.Bytes.Span.SequenceEqual(read.IsOverLimit ? frame.AsSpan(0, ReplyHeader.Size) : frame));
            }

            Assert.ThrowsExactly<EndOfStreamException>(() => Read(reader));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Effort.Of(daily: 12, nightly: 100)));
    }

    [TestMethod]
    public void ReadAsync_RandomBytes_GivesFramesOrJuteExceptionOrTheEnd()
    {
        var inputs = from bytes in Values.Few(Gen.Elements(0, 0, 0, 1, 20, 127, 255).Select(value => (byte)value))
                     from rest in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf()
                     select (byte[])[.. bytes, .. rest];
        Prop.ForAll(inputs.ToArbitrary(), bytes =>
        {
            using var reader = new FrameReader(new ChunkedStream(bytes, () => 7), Limit, TimeProvider.System);
            try
            {
                while (Read(reader).Length >= 0)
                {
                }
            }
            catch (Exception e) when (e is JuteException or EndOfStreamException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [TestMethod]
    [DataRow(60 * 1024 * 1024, DisplayName = "within the limit")]
    [DataRow(int.MaxValue, DisplayName = "over the limit")]
    public void ReadAsync_FalseLength_AllocatesNothingForIt(int length)
    {
        using var reader = new FrameReader(
            new ChunkedStream([.. Jute.Encode(new IntReply(length)), .. new byte[1000]], () => 100), 64 * 1024 * 1024, TimeProvider.System);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.ThrowsExactly<EndOfStreamException>(() => Read(reader));
        Assert.IsLessThan(64 * 1024, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void ReadAsync_NegativeLength_ThrowsJuteException()
    {
        using var reader = new FrameReader(new ChunkedStream(Hex.Parse("ffffffff 00000000"), () => 8), Limit, TimeProvider.System);
        Assert.ThrowsExactly<JuteException>(() => Read(reader));
    }

    [TestMethod]
    public void ReadAsync_AfterALargeFrame_IsSmallAgain()
    {
        var stream = new ChunkedStream([.. Prefixed(new byte[8 * 1024 * 1024]), .. Prefixed(new byte[20])], () => 1_000_000);
        using var reader = new FrameReader(stream, 64 * 1024 * 1024, TimeProvider.System);
        Read(reader);
        Assert.IsGreaterThan(1_000_000, stream.Room.Most);
        Read(reader);
        Assert.IsLessThanOrEqualTo(64 * 1024, stream.Room.Last);
    }

    [TestMethod]
    public void ReadAsync_AfterALargeFrame_KeepsNothingOfIt()
    {
        var stream = new ChunkedStream([.. Prefixed(new byte[8 * 1024 * 1024]), .. Prefixed(new byte[20])], () => 1_000_000);
        using var reader = new FrameReader(stream, 64 * 1024 * 1024, TimeProvider.System);
        var buffer = BufferOf(reader);
        Read(reader);
        GC.Collect();
        Assert.IsFalse(buffer.IsAlive, "the shared pool keeps a returned array for the thread that returned it");
    }

    [TestMethod]
    public void ReadAsync_FrameOverTheLimit_NeedsNoRoomForIt()
    {
        var stream = new ChunkedStream([.. Prefixed(new byte[8 * 1024 * 1024]), .. Prefixed([1, 2, 3])], () => 1_000_000);
        using var reader = new FrameReader(stream, Limit, TimeProvider.System);
        Assert.IsTrue(Read(reader).IsOverLimit);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, Read(reader).Bytes.ToArray());
        Assert.IsLessThanOrEqualTo(64 * 1024, stream.Room.Most);
    }

    [TestMethod]
    public void HasNext_TellsWhetherAFrameIsComplete()
    {
        var twoAndAHalf = Prefixed([1]).Concat(Prefixed([2])).Concat(Prefixed([3, 3])[..5]).ToArray();
        using var reader = new FrameReader(new ChunkedStream(twoAndAHalf, () => 1000), Limit, TimeProvider.System);
        Assert.IsFalse(reader.HasNext);
        Read(reader);
        Assert.IsTrue(reader.HasNext);
        Read(reader);
        Assert.IsFalse(reader.HasNext);
    }

    [TestMethod]
    [DataRow("485454502f312e31203430302042616420526571756573740d0a", DisplayName = "an HTTP server")]
    [DataRow("00000401", DisplayName = "a long frame")]
    [DataRow("ffffffff", DisplayName = "a negative length")]
    public void ReadHandshakeAsync_SomethingElse_SaysThatItIsNotZooKeeper(string hex)
    {
        using var reader = new FrameReader(new ChunkedStream(Hex.Parse(hex), () => 3), Limit, TimeProvider.System);
        var exception = Assert.ThrowsExactly<JuteException>(() => reader.ReadHandshakeAsync(CancellationToken.None).GetAwaiter().GetResult());
        Assert.Contains("not a ZooKeeper handshake", exception.Message);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // a local of the test would keep the buffer alive
    private static WeakReference BufferOf(FrameReader reader) =>
        MemoryMarshal.TryGetArray(Read(reader).Bytes, out var buffer) ? new WeakReference(buffer.Array) : throw new UnreachableException();

    private static Frame Read(FrameReader reader)
    {
        var read = reader.ReadAsync();
        if (!read.IsCompleted)
        {
            throw new InvalidOperationException("The stream of this test answers at once.");
        }

        read.GetAwaiter().GetResult();
        return reader.Frame;
    }

    private static byte[] RandomBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Prefixed(byte[] content) => [.. Jute.Encode(new IntReply(content.Length)), .. content];
}
