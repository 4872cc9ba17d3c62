using System.Security.Cryptography;
using Configuration.ZooKeeper.Secrets;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Decrypts encrypted values. Each value is bound to the znode and key that it was encrypted for, so it cannot be moved or copied to another one.
/// </summary>
internal static class SecretText
{
    /// <param name="text">A value, encrypted or not.</param>
    /// <param name="below">The path of the znode below the layer.</param>
    /// <param name="key">The key inside the document, or empty.</param>
    /// <param name="path">The path of the znode, for errors.</param>
    /// <param name="rules">The rules.</param>
    /// <exception cref="MalformedValueException">The value is encrypted and cannot be decrypted.</exception>
    public static string? Decrypt(string? text, ReadOnlySpan<char> below, string key, string path, KeyRules rules)
    {
        if (text is null || rules.KeepsEncrypted || !EncryptedText.IsEncrypted(text))
        {
            return text;
        }

        if (!EncryptedText.TryParse(text, out var encrypted))
        {
            throw new MalformedValueException(path, "starts like an encrypted value, but is damaged");
        }

        if (KeyOf(encrypted.KeyId, path, rules) is not { } secret)
        {
            throw new MalformedValueException(path, $"is encrypted with the key '{encrypted.KeyId}', which {nameof(KeyRules.SecretKey)} does not have");
        }

        if (!encrypted.Name.IsAt(below, key) || (rules.SecretRoot is { } root && root != encrypted.Name.Root))
        {
            throw new MalformedValueException(path, "is encrypted for another place: encrypt the value again for this one");
        }

        try
        {
            return encrypted.Decrypt(secret);
        }
        catch (CryptographicException)
        {
            throw new MalformedValueException(path, $"cannot be decrypted: it is damaged, or the key '{encrypted.KeyId}' differs from the one that encrypted it");
        }
        catch (ArgumentException)
        {
            throw new MalformedValueException(path, $"cannot be decrypted: the key '{encrypted.KeyId}' does not have {SecretKeyFile.KeyLength} bytes");
        }
    }

    private static byte[]? KeyOf(string id, string path, KeyRules rules)
    {
        try
        {
            return rules.SecretKey?.Invoke(id);
        }
        catch (Exception e)
        {
            throw new MalformedValueException(path, $"cannot be decrypted: {nameof(KeyRules.SecretKey)} threw {e.GetType()} for the key '{id}'");
        }
    }
}
