using System.Security.Cryptography;
using System.Text;

namespace ZooKeeper.Client;

/// <summary>Grants permissions on a znode to an identity: one entry of its access control list. Children do not inherit the list.</summary>
/// <param name="Permissions">The permissions.</param>
/// <param name="Scheme">The scheme: <c>world</c>, <c>auth</c>, <c>digest</c>, <c>ip</c>, <c>x509</c> or <c>sasl</c>.</param>
/// <param name="Id">The identity, in the form that the scheme requires.</param>
public readonly record struct Acl(Permissions Permissions, string Scheme, string Id)
{
    /// <summary>Gets a list that grants everyone all permissions. ZooKeeper calls it <c>OPEN_ACL_UNSAFE</c>.</summary>
    public static IReadOnlyList<Acl> Open { get; } = [new(Permissions.All, "world", "anyone")];

    /// <summary>Gets a list that grants everyone the read permission.</summary>
    public static IReadOnlyList<Acl> ReadOnly { get; } = [new(Permissions.Read, "world", "anyone")];

    /// <summary>Gets a list that grants all permissions to the identities of the creating connection, which must have at least one.</summary>
    public static IReadOnlyList<Acl> Creator { get; } = [new(Permissions.All, "auth", "")];

    /// <summary>Creates an entry for a digest identity. The id is <c>user:base64(SHA-1(user:password))</c>.</summary>
    /// <param name="permissions">The permissions.</param>
    /// <param name="user">The user.</param>
    /// <param name="password">The password. The entry contains only its hash.</param>
    public static Acl Digest(Permissions permissions, string user, string password)
    {
        var hash = SHA1.HashData(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return new Acl(permissions, "digest", $"{user}:{Convert.ToBase64String(hash)}");
    }
}
