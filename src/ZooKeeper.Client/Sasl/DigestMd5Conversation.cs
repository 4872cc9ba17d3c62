using System.Security.Cryptography;
using System.Text;

namespace ZooKeeper.Client.Sasl;

/// <summary>
/// Performs the client's side of a DIGEST-MD5 authentication (RFC 2831). The client starts with an empty token, answers the challenge, and verifies the
/// server's proof that it knows the password.
/// </summary>
internal sealed class DigestMd5Conversation(SaslCredentials credentials) : SaslConversation
{
    private const int ClientNonceSize = 24;

    private DigestMd5Proof? _proof;

    // Java's server uses this fixed name, not the name of its host.
    public string Uri { get; init; } = "zookeeper/zk-sasl-md5";

    public string ClientNonce { get; init; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(ClientNonceSize));

    public override string ToString() => $"'{credentials.UserName}' by DIGEST-MD5";

    public override byte[]? Answer(byte[]? token)
    {
        if (_proof is not null)
        {
            Verify(_proof, token);
            return null;
        }

        return token is { Length: > 0 }
            ? Respond(DigestChallenge.Parse(token))
            : throw ServerHasNone();
    }

    public override void Dispose()
    {
    }

    private byte[] Respond(DigestChallenge challenge)
    {
        _proof = new DigestMd5Proof(credentials, challenge.Realm ?? "", challenge.Nonce, ClientNonce, Uri);
        string[] directives =
        [
            .. challenge.IsUtf8 ? ["charset=utf-8"] : Array.Empty<string>(),
            $"username={DigestDirectives.Quote(credentials.UserName)}",
            .. challenge.Realm is { } realm ? [$"realm={DigestDirectives.Quote(realm)}"] : Array.Empty<string>(),
            $"nonce={DigestDirectives.Quote(challenge.Nonce)}",
            "nc=00000001",
            $"cnonce={DigestDirectives.Quote(ClientNonce)}",
            $"digest-uri={DigestDirectives.Quote(Uri)}",
            $"response={_proof.OfClient}",
            "qop=auth",
        ];
        var response = string.Join(',', directives);
        return challenge.IsUtf8 || response.All(character => character <= 0xFF)
            ? (challenge.IsUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(response)
            : throw new SaslException("it accepts only user names in ISO 8859-1, but this one has other characters");
    }

    private void Verify(DigestMd5Proof proof, byte[]? token)
    {
        if (token is not { Length: > 0 })
        {
            throw new SaslException(
                $"it does not confirm the credentials of {this}, but keeps the connection (allowSaslFailedClients)", isRejection: true);
        }

        var answer = DigestDirectives.Parse(Encoding.Latin1.GetString(token)).SingleOrNone("rspauth") ?? "";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.Latin1.GetBytes(answer), Encoding.Latin1.GetBytes(proof.OfServer)))
        {
            throw new SaslException($"it accepts {this} but does not know the password, so it is not one of your servers");
        }
    }
}
