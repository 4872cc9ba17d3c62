using System.Text;

namespace ZooKeeper.Client.Sasl;

/// <summary>What the server asks for by DIGEST-MD5 (RFC 2831, section 2.1.1).</summary>
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

    /// <summary>The realm that the user is of: the first one that is offered, or none.</summary>
    public string? Realm { get; }

    /// <summary>Whether names are sent as UTF-8; else they are ISO 8859-1.</summary>
    public bool IsUtf8 { get; }

    /// <exception cref="SaslException">It is not a challenge, or one that cannot be answered.</exception>
    public static DigestChallenge Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length >= LongestMessage)
        {
            throw new SaslException($"its challenge of DIGEST-MD5 has {message.Length} bytes");
        }

        var directives = DigestDirectives.Parse(Encoding.Latin1.GetString(message));
        if (directives.SingleOrNone("algorithm") is not { } algorithm || !algorithm.Equals("md5-sess", StringComparison.OrdinalIgnoreCase))
        {
            throw new SaslException("its challenge is not one of DIGEST-MD5; which mechanism a server has is decided by its JAAS section");
        }

        // One that asks for integrity or confidentiality alone could not be talked to afterwards: ZooKeeper's frames have no room for these.
        if (directives.SingleOrNone("qop") is { } protections
            && !protections.Split(',', StringSplitOptions.TrimEntries).Contains("auth", StringComparer.OrdinalIgnoreCase))
        {
            throw new SaslException("its challenge of DIGEST-MD5 does not offer the quality of protection 'auth'");
        }

        var isUtf8 = directives.SingleOrNone("charset") is { } charset && charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        var nonce = directives.SingleOrNone("nonce") is { Length: > 0 } given ? given : throw new SaslException("its challenge of DIGEST-MD5 has no nonce");
        var realm = directives.All("realm") is [var first, ..] ? first : null;
        return new DigestChallenge(nonce, realm is null || !isUtf8 ? realm : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(realm)), isUtf8);
    }
}
