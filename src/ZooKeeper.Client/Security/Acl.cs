using System.Security.Cryptography;
using System.Text;

namespace ZooKeeper.Client;

/// <summary>One entry of a znode's access control list: who may do what. ACLs are not inherited by children.</summary>
/// <param name="Permissions">What is permitted.</param>
/// <param name="Scheme">The scheme: <c>world</c>, <c>auth</c>, <c>digest</c>, <c>ip</c>, <c>x509</c> or <c>sasl</c>.</param>
/// <param name="Id">Who, in the form of the scheme.</param>
public readonly record struct Acl(Permissions Permissions, string Scheme, string Id)
{
    /// <summary>Everybody may do everything: what ZooKeeper calls <c>OPEN_ACL_UNSAFE</c>.</summary>
    public static IReadOnlyList<Acl> Open { get; } = [new(Permissions.All, "world", "anyone")];

    /// <summary>Everybody may read.</summary>
    public static IReadOnlyList<Acl> ReadOnly { get; } = [new(Permissions.Read, "world", "anyone")];

    /// <summary>The identities of the creating connection may do everything; at least one must have been added.</summary>
    public static IReadOnlyList<Acl> Creator { get; } = [new(Permissions.All, "auth", "")];

    /// <summary>Makes an entry for a digest identity: the id is <c>user:base64(SHA-1(user:password))</c>.</summary>
    /// <param name="permissions">What is permitted.</param>
    /// <param name="user">The user.</param>
    /// <param name="password">The password; it is not kept.</param>
    public static Acl Digest(Permissions permissions, string user, string password)
    {
        var hash = SHA1.HashData(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return new Acl(permissions, "digest", $"{user}:{Convert.ToBase64String(hash)}");
    }
}
