using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Output;

/// <summary>Shows data of znodes to people and programs. Secrets are hidden by the names of their keys, and control characters cannot reach a terminal.</summary>
internal sealed class ValueView(IReadOnlyList<string> secrets, bool isRevealing)
{
    public const string Hidden = "(secret)";

    private const string Encrypted = "(encrypted)";

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Returns whether the value of a key is hidden. The old and the new value of a change are hidden alike.</summary>
    public bool IsHidden(string pathOrKey)
    {
        if (isRevealing)
        {
            return false;
        }

        var name = pathOrKey[(pathOrKey.LastIndexOfAny(['/', ':']) + 1)..];
        return secrets.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true));
    }

    /// <summary>Returns data in one line for people.</summary>
    public string Show(string pathOrKey, ReadOnlyMemory<byte>? data) => data is { } bytes
        ? Text(bytes) is not { } text ? $"({Bytes(bytes.Length)})" : Show(pathOrKey, text)
        : "(no data)";

    /// <summary>Returns a text in one line for people.</summary>
    public string Show(string pathOrKey, string text) =>
        SecretCipher.IsEncrypted(text) ? Encrypted : IsHidden(pathOrKey) ? Hidden : Quote(text);

    /// <summary>
    /// Returns data for programs: the text, or base64 if the data is not text. A hidden value becomes <see cref="Hidden"/>. Null if there is no data.
    /// </summary>
    public string? Plain(string pathOrKey, ReadOnlyMemory<byte>? data) => data is { } bytes
        ? IsHidden(pathOrKey) ? Hidden : Text(bytes) ?? Convert.ToBase64String(bytes.Span)
        : null;

    /// <summary>Returns data as text, or null if it is not UTF-8.</summary>
    public static string? Text(ReadOnlyMemory<byte> data)
    {
        try
        {
            return Strict.GetString(data.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Returns a text in quotation marks, with control characters as escapes.</summary>
    public static string Quote(string text) => $"\"{Escape(text)}\"";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                _ when char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    private static string Bytes(int count) => count == 1 ? "1 byte" : $"{count} bytes";
}
