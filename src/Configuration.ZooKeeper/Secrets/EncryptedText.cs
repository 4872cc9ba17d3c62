using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Configuration.ZooKeeper.Secrets;

/// <summary>
/// An encrypted value: <c>enc:v1:&lt;key id&gt;:&lt;name&gt;:&lt;nonce, ciphertext, tag&gt;</c>, AES-256-GCM with the name as associated data. Name and data
/// are base64url, so that the value is one word in every format.
/// </summary>
/// <param name="KeyId">The id of the key.</param>
/// <param name="Name">The place for which the value is encrypted.</param>
/// <param name="Data">The nonce, the ciphertext and the tag.</param>
internal sealed record EncryptedText(string KeyId, SecretName Name, byte[] Data)
{
    public const string Prefix = "enc:v1:";

    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static bool IsEncrypted(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    public static bool TryParse(string text, out EncryptedText encrypted)
    {
        encrypted = null!;
        if (!IsEncrypted(text) || text[Prefix.Length..].Split(':') is not [{ Length: > 0 } id, var name, var data])
        {
            return false;
        }

        try
        {
            var bytes = Base64Url.DecodeFromChars(data);
            if (bytes.Length < NonceLength + TagLength || SecretName.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(name))) is not { } parsed)
            {
                return false;
            }

            encrypted = new EncryptedText(id, parsed, bytes);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <param name="text">The value.</param>
    /// <param name="name">The place.</param>
    /// <param name="keyId">The id of the key, without a colon.</param>
    /// <param name="key">The key: 32 bytes.</param>
    public static EncryptedText Encrypt(string text, SecretName name, string keyId, byte[] key)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var data = new byte[NonceLength + plain.Length + TagLength];
        RandomNumberGenerator.Fill(data.AsSpan(0, NonceLength));
        using var aes = new AesGcm(Checked(key), TagLength);
        aes.Encrypt(data.AsSpan(0, NonceLength), plain, data.AsSpan(NonceLength, plain.Length), data.AsSpan(NonceLength + plain.Length), Associated(keyId, name));
        return new EncryptedText(keyId, name, data);
    }

    /// <exception cref="CryptographicException">The key is wrong, or the value is damaged.</exception>
    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    public string Decrypt(byte[] key)
    {
        var plain = new byte[Data.Length - NonceLength - TagLength];
        using var aes = new AesGcm(Checked(key), TagLength);
        aes.Decrypt(Data.AsSpan(0, NonceLength), Data.AsSpan(NonceLength, plain.Length), Data.AsSpan(NonceLength + plain.Length), plain, Associated(KeyId, Name));
        return Encoding.UTF8.GetString(plain);
    }

    public override string ToString() => $"{Prefix}{KeyId}:{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Name.ToString()))}:{Base64Url.EncodeToString(Data)}";

    private static byte[] Associated(string keyId, SecretName name) => Encoding.UTF8.GetBytes($"{Prefix}{keyId}:{name}");

    private static byte[] Checked(byte[] key) => key.Length == SecretKeyFile.KeyLength
        ? key
        : throw new ArgumentException($"A key has {SecretKeyFile.KeyLength} bytes, but this one has {key.Length}.", nameof(key));
}
