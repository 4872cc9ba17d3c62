using System.Text;
using Configuration.ZooKeeper.Documents;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Output;

/// <summary>Shows data of znodes to people and programs. Secrets are hidden by the names of their keys, and control characters cannot reach a terminal.</summary>
internal sealed class ValueView(IReadOnlyList<string> secrets, bool isRevealing)
{
    public const string Hidden = "(secret)";

    private const string Encrypted = "(encrypted)";

    private static readonly string[] s_documents = [.. new KeyOptions().Documents.Keys];
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly SecretPatterns _secrets = new(secrets);

    /// <summary>
    /// Returns whether the value of a key is hidden: because of its name, or the name of a section or list that contains it. The old and the new value of a
    /// change are hidden alike.
    /// </summary>
    public bool IsHidden(string pathOrKey)
    {
        if (isRevealing)
        {
            return false;
        }

        foreach (var name in pathOrKey.AsSpan().SplitAny('/', ':'))
        {
            if (_secrets.Matches(pathOrKey.AsSpan(name)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns whether the data of a znode is hidden: because of the name of the znode, or because it contains a secret.</summary>
    public bool IsHidden(string path, ReadOnlyMemory<byte>? data) =>
        IsHidden(path) || (!isRevealing && data is { Length: > 0 } bytes && HasSecret(bytes, NameOf(path)));

    /// <summary>Returns whether the data of a znode is hidden.</summary>
    public bool IsHidden(string path, byte[]? data) => IsHidden(path, Memory(data));

    /// <summary>Returns whether the value of a key is hidden: because of the key, or because it contains a secret.</summary>
    public bool IsHiddenValue(string key, string? value) => IsHidden(key) || (!isRevealing && value is not null && _secrets.Contains(value));

    /// <summary>Returns whether applications see the data of a znode as several keys.</summary>
    public static bool IsDocument(string path) => s_documents.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns data in one line for people.</summary>
    public string Show(string path, ReadOnlyMemory<byte>? data) => data is { } bytes
        ? Text(bytes) is not { } text ? $"({Bytes(bytes.Length)})" : IsHidden(path, bytes) && !SecretCipher.IsEncrypted(text) ? Hidden : Show(path, text)
        : "(no data)";

    /// <summary>Returns data in one line for people.</summary>
    public string Show(string path, byte[]? data) => Show(path, Memory(data));

    /// <summary>Returns a text in one line for people.</summary>
    public string Show(string pathOrKey, string text) =>
        SecretCipher.IsEncrypted(text) ? Encrypted : IsHidden(pathOrKey) ? Hidden : Quote(text);

    /// <summary>
    /// Returns data for programs: the text, or base64 if the data is not text. A hidden value becomes <see cref="Hidden"/>. Null if there is no data.
    /// </summary>
    public string? Plain(string path, ReadOnlyMemory<byte>? data) => Plain(data, IsHidden(path, data));

    /// <summary>Returns data for programs.</summary>
    public string? Plain(string path, byte[]? data) => Plain(path, Memory(data));

    /// <summary>Returns data for programs. The caller knows whether it is hidden.</summary>
    public static string? Plain(byte[]? data, bool isHidden) => Plain(Memory(data), isHidden);

    private static string? Plain(ReadOnlyMemory<byte>? data, bool isHidden) => data is { } bytes
        ? isHidden ? Hidden : Text(bytes) ?? Convert.ToBase64String(bytes.Span)
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

    public static string Escape(string text) => PrintableText.Of(text);

    // What is not text can be compressed text. Nothing tells where the secrets of a malformed document are, so all of it is hidden.
    private bool HasSecret(ReadOnlyMemory<byte> data, string name)
    {
        var text = Text(data);
        if (text is not null && _secrets.Contains(text))
        {
            return true;
        }

        var isDocument = IsDocument(name);
        if (text is not null && !isDocument)
        {
            return false;
        }

        var bytes = data.ToArray();
        return ConfigurationKeys.Changes(name, null, bytes).Any(key => IsHiddenValue(key.Key, key.NewValue))
            || (isDocument && ConfigurationKeys.Check(new DesiredState().Set(name, bytes)).Count > 0);
    }

    // A null array converts implicitly to empty memory, so the conversion must not be implicit.
    private static ReadOnlyMemory<byte>? Memory(byte[]? data) => data is null ? null : (ReadOnlyMemory<byte>?)data.AsMemory();

    private static string NameOf(string pathOrKey) => pathOrKey[(pathOrKey.LastIndexOfAny(['/', ':']) + 1)..];

    private static string Bytes(int count) => count == 1 ? "1 byte" : $"{count} bytes";
}
