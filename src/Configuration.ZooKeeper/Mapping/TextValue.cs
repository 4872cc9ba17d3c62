using System.Text;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>A znode's data as text: strict UTF-8, so that a binary or half-written value is noticed and not loaded with replacement characters.</summary>
internal static class TextValue
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="MalformedValueException">The data is not UTF-8.</exception>
    public static string Decode(ReadOnlySpan<byte> data, string path)
    {
        try
        {
            return Strict.GetString(data.StartsWith(ByteOrderMark) ? data[ByteOrderMark.Length..] : data);
        }
        catch (DecoderFallbackException e)
        {
            throw new MalformedValueException(path, $"is not UTF-8 text (at byte {e.Index} of {data.Length})");
        }
    }
}
