using System.Security.Cryptography;
using System.Text;

namespace ZooKeeper.DevServer.Access;

/// <summary>Implements the digest scheme: <c>user:password</c> becomes <c>user:base64(SHA-1(user:password))</c>. Accepts any user.</summary>
internal static class DigestScheme
{
    public const string Name = "digest";

    public static Identity Identify(ReadOnlySpan<byte> credentials)
    {
        var user = Encoding.UTF8.GetString(credentials).Split(':', 2)[0];
        return new Identity(Name, $"{user}:{Convert.ToBase64String(SHA1.HashData(credentials))}");
    }

    // Like String.split in Java: "user:" has one part.
    public static bool IsValid(string id) => id.Split(':') is [_, not ""];

    public static string UserOf(string id) => id.Split(':')[0];

    /// <summary>Removes the password hash from an id.</summary>
    public static string Mask(string id) => id.Contains(':', StringComparison.Ordinal) ? UserOf(id) + ":x" : id;
}
