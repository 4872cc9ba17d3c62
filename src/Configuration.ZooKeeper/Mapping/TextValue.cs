using System.Text;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>Decodes data as strict UTF-8, so that a binary value is an error instead of text with replacement characters.</summary>
internal static class TextValue
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the znode's own text, or null if there is none or it is not exactly the value.</summary>
    public static string? Kept(Znode? znode) => znode?.GetText() is { } text && !text.StartsWith('\uFEFF') && !text.Contains('\0') ? text : null;

    /// <exception cref="MalformedValueException">The data is not UTF-8, or contains a NUL character.</exception>
    public static string Decode(ReadOnlyMemory<byte> data, string path)
    {
        try
        {
            var text = Strict.GetString(WithoutMark(data).Span);
            CheckCharacters(data, path);
            return text;
        }
        catch (DecoderFallbackException e)
        {
            throw NotText(path, e, data.Length);
        }
    }

    /// <summary>Checks text and returns its bytes without the byte order mark, for a parser that decodes them.</summary>
    /// <exception cref="MalformedValueException">The data is not UTF-8, or contains a NUL character.</exception>
    public static ReadOnlyMemory<byte> Check(ReadOnlyMemory<byte> data, string path)
    {
        try
        {
            Strict.GetCharCount(data.Span);
            CheckCharacters(data, path);
            return WithoutMark(data);
        }
        catch (DecoderFallbackException e)
        {
            throw NotText(path, e, data.Length);
        }
    }

    // NUL is valid UTF-8, but it shows that the data is not text: it is a binary number, or UTF-16 without a byte order mark.
    private static void CheckCharacters(ReadOnlyMemory<byte> data, string path)
    {
        if (data.Span.IndexOf((byte)0) is >= 0 and var index)
        {
            throw new MalformedValueException(path, $"is not text: it contains a NUL character (at byte {index} of {data.Length})");
        }
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> data) =>
        data.Span.StartsWith(ByteOrderMark) ? data[ByteOrderMark.Length..] : data;

    private static MalformedValueException NotText(string path, DecoderFallbackException cause, int length) =>
        new(path, $"is not UTF-8 text (at byte {cause.Index} of {length})");
}
