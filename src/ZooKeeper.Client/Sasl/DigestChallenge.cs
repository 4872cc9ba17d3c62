using System.Text;

namespace ZooKeeper.Client.Sasl;

/// <summary>Contains the DIGEST-MD5 challenge of a server (RFC 2831, section 2.1.1).</summary>
internal sealed class DigestChallenge
{
    private const int LongestMessage = 2048;

    private DigestChallenge(string nonce, string? realm, bool isUtf8)
    {
        Nonce = nonce;
        Realm = realm;
        IsUtf8 = isUtf8;
    }

    public string Nonce { get; }

    /// <summary>Gets the realm of the user: the first one that the server offers, or none.</summary>
    public string? Realm { get; }

    /// <summary>Gets whether names are sent as UTF-8. Otherwise they are sent as ISO 8859-1.</summary>
    public bool IsUtf8 { get; }

    /// <exception cref="SaslException">The message is not a challenge, or the client cannot answer it.</exception>
    public static DigestChallenge Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length >= LongestMessage)
        {
            throw new SaslException($"its DIGEST-MD5 challenge has {message.Length} bytes, which is too long");
        }

        var directives = DigestDirectives.Parse(Encoding.Latin1.GetString(message));
        if (directives.SingleOrNone("algorithm") is not { } algorithm || !algorithm.Equals("md5-sess", StringComparison.OrdinalIgnoreCase))
        {
            throw new SaslException("its challenge is not DIGEST-MD5. The JAAS section of the server selects its mechanism");
        }

        // A server that requires integrity or confidentiality cannot be used: the frames of ZooKeeper do not support them.
        if (directives.SingleOrNone("qop") is { } protections
            && !protections.Split(',', StringSplitOptions.TrimEntries).Contains("auth", StringComparer.OrdinalIgnoreCase))
        {
            throw new SaslException("its DIGEST-MD5 challenge does not offer the quality of protection 'auth'");
        }

        var isUtf8 = directives.SingleOrNone("charset") is { } charset && charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        var nonce = directives.SingleOrNone("nonce") is { Length: > 0 } given ? given : throw new SaslException("its DIGEST-MD5 challenge has no nonce");
        var realm = directives.All("realm") is [var first, ..] ? first : null;
        return new DigestChallenge(nonce, realm is null || !isUtf8 ? realm : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(realm)), isUtf8);
    }
}
