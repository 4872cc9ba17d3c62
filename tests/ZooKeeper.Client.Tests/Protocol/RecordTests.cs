using FsCheck;
using FsCheck.Fluent;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Tests.Protocol;

/// <summary>Properties of every record. A failure prints the seed with which FsCheck repeats it.</summary>
[TestClass]
public sealed class RecordTests
{
    // A vector of records costs up to six times its bytes, lists of a multi double as they grow; the constant is an exception with its message.
    private const int AllocationPerByte = 32;
    private const int AllocationAtLeast = 8 * 1024;

    private static readonly byte[][] EvilNumbers =
        [.. new[] { int.MinValue, -2, -1, 0, 1, 0x00ffffff, 0x40000000, int.MaxValue }.Select(number => Jute.Encode(new IntReply(number)))];

    public static IEnumerable<object[]> Kinds => RecordKinds.All.Select(kind => new object[] { kind.Type.Name });

    [TestMethod]
    public void Kinds_AreAllRecordsOfTheProtocol()
    {
        var records = typeof(IRecord).Assembly.GetTypes()
            .Where(type => Array.Exists(type.GetInterfaces(), face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IRecord<>)));
        CollectionAssert.AreEquivalent(records.Select(type => type.Name).ToArray(), RecordKinds.All.Select(kind => kind.Type.Name).ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Read_WhatWriteWrote_IsTheSame(string kind) => Check(Of(kind).Encodings, encoding =>
    {
        var (record, remaining, _) = Of(kind).Read(encoding);
        Assert.AreEqual(0, remaining);
        Assert.AreEqual(Hex.Format(encoding), Hex.Format(Jute.Encode(record)));
    });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Read_TruncatedRecord_ThrowsJuteException(string kind)
    {
        // Truncations that happen to be complete: the last field of a handshake, the last lists of SetWatches2 are optional.
        var mayBeComplete = Of(kind).Type == typeof(ConnectRequest) || Of(kind).Type == typeof(ConnectResponse) || Of(kind).Type == typeof(SetWatchesRequest);
        var truncated = from encoding in Of(kind).Encodings
                        where encoding.Length > 0
                        from length in Gen.Choose(0, encoding.Length - 1)
                        select encoding[..length];
        if (Of(kind).Type != typeof(Nothing))
        {
            Check(truncated, bytes => Assert.IsTrue(!TryRead(Of(kind), bytes) || mayBeComplete, "a truncated record was read"));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Read_RecordWithFalseNumbers_GivesRecordOrJuteException(string kind) => Check(
        from encoding in Of(kind).Encodings
        from position in Gen.Choose(0, Math.Max(0, encoding.Length - 4))
        from number in Gen.Elements(EvilNumbers)
        select (byte[])[.. encoding.Take(position), .. number, .. encoding.Skip(position + 4)],
        bytes => TryRead(Of(kind), bytes));

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Read_RandomBytes_GivesRecordOrJuteException(string kind) => Check(
        from bytes in Gen.OneOf(
            Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(),
            Gen.Frequency((6, Gen.Constant(0)), (3, Gen.Choose(0, 22)), (1, Gen.Choose(0, 255))).Select(value => (byte)value).ArrayOf(200))
        select bytes,
        bytes => TryRead(Of(kind), bytes));

    private static RecordKind Of(string name) => RecordKinds.All.Single(kind => kind.Type.Name == name);

    private static bool TryRead(RecordKind kind, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isRead = true;
        try
        {
            kind.Read(bytes);
        }
        catch (JuteException)
        {
            isRead = false;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.IsLessThanOrEqualTo(AllocationAtLeast + (AllocationPerByte * bytes.Length), allocated);
        return isRead;
    }

    private static void Check(Gen<byte[]> encodings, Action<byte[]> property) =>
        Prop.ForAll(encodings.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));
}
