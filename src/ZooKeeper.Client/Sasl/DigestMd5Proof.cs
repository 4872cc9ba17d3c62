using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ZooKeeper.Client.Sasl;

/// <summary>The hashes by which client and server prove to each other that they know the password (RFC 2831, section 2.1.2.1).</summary>
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

    // Whatever the charset of the message: what can be ISO 8859-1 is hashed as that.
    private static byte[] Text(string text) => text.All(character => character <= 0xFF) ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(MD5Of(bytes));

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification =
        "The mechanism is defined with MD5, as a keyed proof: collisions are of no use against it. "
        + "Weak against guessing of passwords, which is why docs/sasl.md demands TLS.")]
    private static byte[] MD5Of(byte[] bytes)
    {
        try
        {
            return MD5.HashData(bytes);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            throw new SaslException("this system permits no MD5 (FIPS), and so no SASL with DIGEST-MD5", cause: e);
        }
    }
}
