using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Tests.Protocol;
using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests.Hostile;

/// <summary>Everything that decodes bytes of a server, and millions of bytes that no server should send.</summary>
[TestClass]
[TestCategory("Alone")]
[DoNotParallelize] // it takes all processors there are, and others have deadlines
public sealed class DecoderFuzzTests
{
    private const int SamplesOfKind = 40;
    private const int SampleSize = 30;

    // Six times the bytes for a vector, twice that for a list as it grows, and an exception with its message and the stack it was thrown on.
    private const int AllocationPerByte = 32;
    private const int AllocationAtLeast = 32 * 1024;

    private const int MaxLength = 4 * 1024;

    private static readonly int RecordCount = Effort.Of(daily: 200_000, nightly: 1_000_000);
    private static readonly int FrameCount = Effort.Of(daily: 100_000, nightly: 500_000);

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Records_Damaged_AreReadOrRefusedAndCostWhatTheyAre()
    {
        var seed = FuzzSeed.Next(TestContext.WriteLine);
        var random = new Random(seed);
        var mutations = new Mutations(random);
        var corpus = RecordKinds.All.Select(kind => (Kind: kind, Samples: Samples(kind.Encodings, seed))).ToArray();
        var (read, most) = (0, 0L);
        for (var i = 0; i < RecordCount; i++)
        {
            var (kind, samples) = corpus[i % corpus.Length];
            var bytes = mutations.Damage(samples[random.Next(samples.Length)], samples[random.Next(samples.Length)]);
            var (isRead, allocated) = Read(kind, bytes, seed, i);
            var limit = AllocationAtLeast + (AllocationPerByte * bytes.Length);
            if (allocated > limit)
            {
                // A record costs the same each time. The runtime's counter has once jumped by 96 KB, at a record that costs 1 KB.
                (_, allocated) = Read(kind, bytes, seed, i);
            }

            read += isRead ? 1 : 0;
            most = Math.Max(most, allocated);
            if (allocated > limit)
            {
                Assert.Fail($"seed {seed}, {i}: a {kind} of {bytes.Length} bytes costs {allocated}: {Hex.Format(bytes)}");
            }
        }

        TestContext.WriteLine($"{RecordCount} records, {read} of them were read; the most that one cost is {most} bytes");
        Assert.IsInRange(RecordCount / 20, RecordCount * 19 / 20, read, "too many or too few are right to prove anything");
    }

    [TestMethod]
    public async Task Frames_DamagedInAnyPieces_AreCutOrRefusedInASmallBuffer()
    {
        var seed = FuzzSeed.Next(TestContext.WriteLine);
        var random = new Random(seed);
        var mutations = new Mutations(random);
        var (frames, refused, streams) = (0, 0, 0);
        while (frames + refused < FrameCount)
        {
            var bytes = Stream(random, mutations);
            var pieces = random.Next(1, 2000);
            var stream = new ChunkedStream(bytes, () => random.Next(1, pieces));
            using var reader = new FrameReader(stream, MaxLength, TimeProvider.System);
            streams++;
            try
            {
                while (true)
                {
                    await reader.ReadAsync();
                    var frame = reader.Frame;
                    Assert.IsTrue(frame.IsOverLimit ? frame.Length > MaxLength : frame.Bytes.Length == frame.Length, $"seed {seed}, stream {streams}");
                    _ = reader.HasNext;
                    frames++;
                }
            }
            catch (Exception e) when (e is JuteException or EndOfStreamException)
            {
                refused++;
            }

            // The idle capacity is that of the pool's next array.
            Assert.IsLessThanOrEqualTo(32 * 1024, stream.Room.Most, $"seed {seed}, stream {streams}");
        }

        TestContext.WriteLine($"{streams} streams, {frames} frames");
        Assert.IsGreaterThan(FrameCount / 2, frames);
    }

    private static byte[][] Samples(Gen<byte[]> encodings, int seed) => [.. encodings.Sample(SampleSize, new Rnd((ulong)seed), SamplesOfKind)];

    private static (bool IsRead, long Allocated) Read(RecordKind kind, byte[] bytes, int seed, int number)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isRead = TryRead(kind, bytes, seed, number);
        return (isRead, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static bool TryRead(RecordKind kind, byte[] bytes, int seed, int number)
    {
        try
        {
            kind.Read(bytes);
            return true;
        }
        catch (JuteException)
        {
            return false;
        }
        catch (Exception e)
        {
            throw new AssertFailedException($"seed {seed}, {number}: a {kind} is refused by a {e.GetType()}: {Hex.Format(bytes)}", e);
        }
    }

    // Many right frames, of all lengths about the limit; now and then a false length, after which anything may follow.
    private static byte[] Stream(Random random, Mutations mutations)
    {
        using var writer = new JuteWriter();
        for (var i = random.Next(1, 200); i > 0; i--)
        {
            var length = random.Next(50) == 0 ? random.Next(3 * MaxLength) : random.Next(ReplyHeader.Size, 100);
            writer.WriteInt(length);
            writer.WriteRaw(mutations.Noise(length));
        }

        var bytes = writer.Written.ToArray();
        if (random.Next(3) == 0)
        {
            BinaryPrimitives.WriteInt32BigEndian(
                bytes.AsSpan(random.Next(bytes.Length - 3)), random.Next(4) == 0 ? int.MaxValue : random.Next(int.MinValue, int.MaxValue));
        }

        return bytes;
    }
}
