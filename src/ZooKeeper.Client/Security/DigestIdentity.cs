namespace ZooKeeper.Client;

/// <summary>
/// A user and password of ZooKeeper's <c>digest</c> scheme. The server accepts any: whether it matches an ACL shows only when a request
/// is denied with <see cref="NoAuthException"/>.
/// </summary>
/// <param name="user">The user; it must not contain a colon.</param>
/// <param name="password">The password. It is sent to the server as it is, and never shown in logs or exceptions.</param>
public sealed class DigestIdentity(string user, string password)
{
    /// <summary>The user.</summary>
    public string User { get; } = Checked(user);

    internal string Password { get; } = password ?? throw new ArgumentNullException(nameof(password));

    /// <summary>The user, without the password.</summary>
    public override string ToString() => $"digest:{User}";

    private static string Checked(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return user.Contains(':', StringComparison.Ordinal)
            ? throw new ArgumentException("The user of a digest identity must not contain a colon.", nameof(user))
            : user;
    }
}
