using System.Security.Cryptography;
using System.Text;

namespace ZooKeeper.DevServer.Access;

/// <summary>The digest scheme: who says <c>user:password</c> is <c>user:base64(SHA-1(user:password))</c>. Any user is accepted.</summary>
internal static class DigestScheme
{
    public const string Name = "digest";

    public static Identity Identify(ReadOnlySpan<byte> credentials)
    {
        var user = Encoding.UTF8.GetString(credentials).Split(':', 2)[0];
        return new Identity(Name, $"{user}:{Convert.ToBase64String(SHA1.HashData(credentials))}");
    }

    // As Java splits: "user:" has one part.
    public static bool IsValid(string id) => id.Split(':') is [_, not ""];

    public static string UserOf(string id) => id.Split(':')[0];

    /// <summary>An id that does not tell the hash of the password.</summary>
    public static string Mask(string id) => id.Contains(':', StringComparison.Ordinal) ? UserOf(id) + ":x" : id;
}
