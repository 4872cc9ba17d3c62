using System.Text;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>Decodes data as strict UTF-8, so that a binary value is an error instead of text with replacement characters.</summary>
internal static class TextValue
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="MalformedValueException">The data is not UTF-8.</exception>
    public static string Decode(ReadOnlyMemory<byte> data, string path)
    {
        try
        {
            return Strict.GetString(WithoutMark(data).Span);
        }
        catch (DecoderFallbackException e)
        {
            throw NotText(path, e, data.Length);
        }
    }

    /// <summary>Checks text and returns its bytes without the byte order mark, for a parser that decodes them.</summary>
    /// <exception cref="MalformedValueException">The data is not UTF-8.</exception>
    public static ReadOnlyMemory<byte> Check(ReadOnlyMemory<byte> data, string path)
    {
        try
        {
            Strict.GetCharCount(data.Span);
            return WithoutMark(data);
        }
        catch (DecoderFallbackException e)
        {
            throw NotText(path, e, data.Length);
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> data) =>
        data.Span.StartsWith(ByteOrderMark) ? data[ByteOrderMark.Length..] : data;

    private static MalformedValueException NotText(string path, DecoderFallbackException cause, int length) =>
        new(path, $"is not UTF-8 text (at byte {cause.Index} of {length})");
}
