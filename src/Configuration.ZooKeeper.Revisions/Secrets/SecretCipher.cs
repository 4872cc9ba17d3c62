using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Configuration.ZooKeeper.Revisions.States;
using Configuration.ZooKeeper.Secrets;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Encrypts and decrypts values with AES-256-GCM. An encrypted value is valid only for the znode and the key that it was encrypted for.</summary>
public sealed partial class SecretCipher
{
    private readonly Func<string, byte[]?> _keys;

    /// <summary>Creates a cipher.</summary>
    /// <param name="keys">Returns the key with an id, or null. A key has 32 bytes. <see cref="SecretKeys"/> creates such delegates.</param>
    public SecretCipher(Func<string, byte[]?> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = keys;
    }

    /// <summary>Returns whether a text starts like an encrypted value.</summary>
    /// <param name="text">The text.</param>
    public static bool IsEncrypted(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return EncryptedText.IsEncrypted(text);
    }

    /// <summary>Encrypts a value for one place.</summary>
    /// <param name="text">The value.</param>
    /// <param name="keyId">The id of the key.</param>
    /// <param name="rootId">The id of the managed root: <see cref="ManagedRoot.Id"/>.</param>
    /// <param name="path">The path of the znode below the managed root, such as <c>Db/Password</c>.</param>
    /// <param name="key">The key inside the document, such as <c>Password</c> of <c>Db.json</c>, if the znode is a document.</param>
    /// <exception cref="ArgumentException">There is no key with the id.</exception>
    public string Encrypt(string text, string keyId, string rootId, string path, string key = "")
    {
        ArgumentNullException.ThrowIfNull(text);
        return EncryptedText.Encrypt(text, new SecretName(rootId, path, key), CheckedId(keyId), KeyOf(keyId)).ToString();
    }

    /// <summary>Decrypts a value.</summary>
    /// <param name="text">The encrypted value.</param>
    /// <exception cref="InvalidInputException">The value is damaged, or its key is missing or wrong.</exception>
    public string Decrypt(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!EncryptedText.TryParse(text, out var encrypted))
        {
            throw new InvalidInputException("The value is not an encrypted value, or is damaged.");
        }

        try
        {
            return encrypted.Decrypt(_keys(encrypted.KeyId) ?? throw new InvalidInputException($"The value is encrypted with the key '{encrypted.KeyId}', which is missing."));
        }
        catch (CryptographicException)
        {
            throw new InvalidInputException($"The value cannot be decrypted: it is damaged, or the key '{encrypted.KeyId}' differs from the one that encrypted it.");
        }
    }

    /// <summary>Encrypts a value again with another key, for the same place.</summary>
    /// <param name="text">The encrypted value.</param>
    /// <param name="keyId">The id of the new key.</param>
    /// <exception cref="InvalidInputException">The value cannot be decrypted.</exception>
    /// <exception cref="ArgumentException">There is no key with the id.</exception>
    public string Rotate(string text, string keyId)
    {
        var plain = Decrypt(text);
        return EncryptedText.TryParse(text, out var encrypted) ? EncryptedText.Encrypt(plain, encrypted.Name, CheckedId(keyId), KeyOf(keyId)).ToString() : text;
    }

    /// <summary>Returns the text of a znode with each of its encrypted values encrypted again with another key.</summary>
    /// <param name="text">The text of a value or document.</param>
    /// <param name="keyId">The id of the new key.</param>
    /// <exception cref="InvalidInputException">A value cannot be decrypted.</exception>
    public string RotateAll(string text, string keyId) => Values().Replace(text, match => Rotate(match.Value, keyId));

    internal static string CheckedId(string keyId) => keyId is { Length: > 0 } && keyId.AsSpan().IndexOfAny(':', '=') < 0
        ? keyId
        : throw new ArgumentException("The id of a key must not be empty, nor contain ':' or '='.", nameof(keyId));

    internal byte[]? FindKey(string id) => _keys(id);

    /// <summary>Returns whether data is the same, also after decryption: every encryption of a value differs. The same bytes need no key.</summary>
    internal bool AreEqual(ReadOnlyMemory<byte>? x, ReadOnlyMemory<byte>? y) =>
        ZnodeBytes.AreEqual(x, y)
            || (x is { } left && y is { } right && Formats.FormatText.TextOf(left) is { } before && Formats.FormatText.TextOf(right) is { } after
                && before.Contains(EncryptedText.Prefix, StringComparison.Ordinal) && after.Contains(EncryptedText.Prefix, StringComparison.Ordinal)
                && Comparable(before) is { } plain && plain == Comparable(after));

    private byte[] KeyOf(string keyId) => _keys(keyId) ?? throw new ArgumentException($"There is no key '{keyId}'.", nameof(keyId));

    // Includes the id of the key and the name: a rotation is a change, and so is a value for another place.
    private string? Comparable(string text)
    {
        try
        {
            return Values().Replace(text, match => EncryptedText.TryParse(match.Value, out var value) ? $"{value.KeyId}\0{value.Name}\0{Decrypt(match.Value)}\0" : match.Value);
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    [GeneratedRegex("enc:v1:[^:\\s\"',;]+:[A-Za-z0-9_-]*:[A-Za-z0-9_-]+")]
    private static partial Regex Values();
}
