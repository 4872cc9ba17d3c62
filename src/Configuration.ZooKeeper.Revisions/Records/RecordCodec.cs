using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>Reads and writes the data of znodes below the control path. Compresses records, but not the head, so that people can read it.</summary>
internal static class RecordCodec
{
    public static byte[] Write(Head head) => JsonSerializer.SerializeToUtf8Bytes(head, RecordJson.Context.Head);

    public static byte[] Write(RootRegistration root) => JsonSerializer.SerializeToUtf8Bytes(root, RecordJson.Context.RootRegistration);

    public static byte[] Write(RevisionRecord record) => Compress(record, RecordJson.Context.RevisionRecord);

    public static Head ReadHead(ReadOnlyMemory<byte> data, string path) => Read(path, () => JsonSerializer.Deserialize(data.Span, RecordJson.Context.Head));

    public static RevisionRecord ReadRecord(ReadOnlyMemory<byte> data, string path) => Read(path, () => Decompress(data, RecordJson.Context.RevisionRecord));

    public static byte[] Compress<T>(T value, JsonTypeInfo<T> type)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest)) // an apply waits for it
        {
            JsonSerializer.Serialize(gzip, value, type);
        }

        return compressed.ToArray();
    }

    public static T? Decompress<T>(ReadOnlyMemory<byte> data, JsonTypeInfo<T> type)
    {
        using var gzip = new GZipStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(gzip, type);
    }

    // Without the message of the parser, which can quote the data.
    public static T Read<T>(string path, Func<T?> read)
        where T : class
    {
        try
        {
            return read() ?? throw Damaged(path);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or FormatException or InvalidOperationException)
        {
            throw Damaged(path);
        }
    }

    private static RevisionException Damaged(string path) => new(
        $"Cannot read the znode '{path}': it is not a record of this library, or a newer version wrote it. Use that version, or restore the znode from a backup.");
}
