using System.Buffers.Binary;
using System.IO.Compression;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Inflates data that starts with the gzip header. Valid UTF-8 text never starts with these bytes. The size is limited, because a few bytes can inflate to
/// gigabytes.
/// </summary>
/// <remarks>
/// The framework accepts truncated gzip data. The length in the last four bytes (RFC 1952) detects it, for data with one member.
/// </remarks>
internal static class InflatedData
{
    private const int ShortestLength = 18;

    private static ReadOnlySpan<byte> Header => [0x1F, 0x8B];

    /// <exception cref="MalformedValueException">The data is damaged, or inflates to more than the limit.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> data, int limit, string path) =>
        data.Span.StartsWith(Header) ? Inflate(data, limit, path) : data;

    private static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> data, int limit, string path)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
            var inflated = Read(gzip, limit, path);
            return data.Length >= ShortestLength && BinaryPrimitives.ReadUInt32LittleEndian(data.Span[^sizeof(uint)..]) == inflated.Length
                ? inflated
                : throw Damaged(path);
        }
        catch (InvalidDataException)
        {
            throw Damaged(path);
        }
    }

    private static MalformedValueException Damaged(string path) => new(path, "starts with a gzip header, but is damaged or incomplete, or has several members");

    private static ReadOnlyMemory<byte> Read(GZipStream gzip, int limit, string path)
    {
        var inflated = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (var read = gzip.Read(chunk); read > 0; read = gzip.Read(chunk))
        {
            if (inflated.Length + read > limit)
            {
                throw new MalformedValueException(path, $"inflates to more than {limit:N0} bytes ({nameof(KeyRules.MaxInflatedLength)})");
            }

            inflated.Write(chunk, 0, read);
        }

        return inflated.GetBuffer().AsMemory(0, (int)inflated.Length);
    }
}
