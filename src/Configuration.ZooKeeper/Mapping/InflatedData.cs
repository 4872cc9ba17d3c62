using System.Buffers.Binary;
using System.IO.Compression;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Data that may be compressed with gzip, which its header tells: these bytes are never the beginning of text in UTF-8. A few bytes can inflate to
/// gigabytes, so there is a limit.
/// </summary>
/// <remarks>
/// The framework takes compressed data that was cut off for complete. The length that its last bytes tell (RFC 1952) does not, for data of one member.
/// </remarks>
internal static class InflatedData
{
    private const int ShortestLength = 18;

    private static ReadOnlySpan<byte> Header => [0x1F, 0x8B];

    /// <exception cref="MalformedValueException">The data is damaged, or longer than the limit.</exception>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> data, int limit, string path)
    {
        if (!data.Span.StartsWith(Header))
        {
            return data;
        }

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

    private static MalformedValueException Damaged(string path) => new(path, "begins as gzip does, but is damaged or incomplete, or of several members");

    private static ReadOnlyMemory<byte> Read(GZipStream gzip, int limit, string path)
    {
        var inflated = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (var read = gzip.Read(chunk); read > 0; read = gzip.Read(chunk))
        {
            if (inflated.Length + read > limit)
            {
                throw new MalformedValueException(path, $"inflates to more than {limit:N0} bytes ({nameof(ZooKeeperConfigurationOptions.MaxInflatedLength)})");
            }

            inflated.Write(chunk, 0, read);
        }

        return inflated.GetBuffer().AsMemory(0, (int)inflated.Length);
    }
}
