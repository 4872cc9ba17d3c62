using System.Buffers.Binary;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Tests.Protocol;

/// <summary>A frame as a real server sent or took it, held against the records in both directions.</summary>
internal static class WireVector
{
    /// <summary>Where a vector has a Stat: 68 bytes, each another.</summary>
    public const string StatHex =
        "0102030405060708 1112131415161718 2122232425262728 3132333435363738 41424344 51525354 61626364 7172737475767778 81828384 91929394 a1a2a3a4a5a6a7a8";

    public static readonly StatRecord Stat = new(new Stat(
        0x0102030405060708,
        0x1112131415161718,
        0x2122232425262728,
        0x3132333435363738,
        0x41424344,
        0x51525354,
        0x61626364,
        0x7172737475767778,
        unchecked((int)0x81828384),
        unchecked((int)0x91929394),
        unchecked((long)0xa1a2a3a4a5a6a7a8)));

    public static T Handshake<T>(string hex, T record)
        where T : IRecord<T>
    {
        AreEqual(hex, Jute.Frame(record));
        return Decode<T>(Content(hex));
    }

    /// <summary>Encodes a request as the client does, and decodes it as a server would.</summary>
    public static T Request<T>(string hex, int xid, OpCode opCode, T body)
        where T : IRecord<T>
    {
        var outbox = new Outbox(maxRequestLength: 1024);
        Assert.IsTrue(outbox.TryAppend(new PendingReply<T, Nothing>(opCode, path: null, body), xid, out var length));
        using var writer = outbox.Take();
        AreEqual(hex, writer.Written.ToArray());
        Assert.AreEqual(Content(hex).Length, length);

        var content = Content(hex);
        Assert.AreEqual(new RequestHeader(xid, opCode), Jute.Decode<RequestHeader>(content.AsSpan(0, 8)));
        return Decode<T>(content[8..]);
    }

    public static T Reply<T>(string hex, ReplyHeader header, T body)
        where T : IRecord<T>
    {
        AreEqual(hex, Jute.Frame(header, body));
        var content = Content(hex);
        Assert.AreEqual(header, Jute.Decode<ReplyHeader>(content.AsSpan(0, ReplyHeader.Size)));
        return Decode<T>(content[ReplyHeader.Size..]);
    }

    private static T Decode<T>(byte[] content)
        where T : IRecord<T>
    {
        var record = Jute.Decode<T>(content);
        Assert.AreEqual(Hex.Format(content), Hex.Format(Jute.Encode(record)), "what was decoded is encoded differently");
        return record;
    }

    private static byte[] Content(string hex)
    {
        var frame = Hex.Parse(hex);
        Assert.AreEqual(frame.Length - 4, BinaryPrimitives.ReadInt32BigEndian(frame), "the vector's own length");
        return frame[4..];
    }

    private static void AreEqual(string hex, byte[] frame) => Assert.AreEqual(Hex.Format(Hex.Parse(hex)), Hex.Format(frame));
}
