using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ZooKeeper.Client.Sasl;

/// <summary>Calculates the hashes with which client and server prove that they know the password (RFC 2831, section 2.1.2.1).</summary>
internal sealed class DigestMd5Proof
{
    private const string NonceCount = "00000001"; // each nonce is used once

    private readonly string _secret;
    private readonly string _middle;
    private readonly string _uri;

    public DigestMd5Proof(SaslCredentials credentials, string realm, string nonce, string clientNonce, string uri)
    {
        var user = MD5Of([.. Text(credentials.UserName), .. ":"u8, .. Text(realm), .. ":"u8, .. Text(credentials.Password)]);
        _secret = Hex([.. user, .. Encoding.Latin1.GetBytes($":{nonce}:{clientNonce}")]);
        _middle = $"{nonce}:{NonceCount}:{clientNonce}:auth";
        _uri = uri;
    }

    public string OfClient => Of("AUTHENTICATE:");

    public string OfServer => Of(":");

    private string Of(string prefix) => Hex(Encoding.Latin1.GetBytes($"{_secret}:{_middle}:{Hex(Encoding.Latin1.GetBytes(prefix + _uri))}"));

    // Regardless of the charset of the message, text that fits into ISO 8859-1 is hashed as ISO 8859-1.
    private static byte[] Text(string text) => text.All(character => character <= 0xFF) ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(MD5Of(bytes));

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification =
        "The mechanism is defined with MD5, as a keyed proof, so collisions do not break it. "
        + "It is weak against password guessing, so docs/sasl.md requires TLS.")]
    private static byte[] MD5Of(byte[] bytes)
    {
        try
        {
            return MD5.HashData(bytes);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            throw new SaslException("this system does not permit MD5 (FIPS), which DIGEST-MD5 needs", cause: e);
        }
    }
}
