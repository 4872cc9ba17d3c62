namespace ZooKeeper.Client;

/// <summary>
/// Contains a user and password for ZooKeeper's <c>digest</c> scheme. The server accepts any pair. If the pair matches no ACL, requests fail with
/// <see cref="NoAuthException"/>.
/// </summary>
/// <param name="user">The user. It must not contain a colon.</param>
/// <param name="password">The password. It is sent to the server in plain text, and never appears in logs or exceptions.</param>
public sealed class DigestIdentity(string user, string password)
{
    /// <summary>Gets the user.</summary>
    public string User { get; } = Checked(user);

    internal string Password { get; } = password ?? throw new ArgumentNullException(nameof(password));

    /// <summary>Returns the user, without the password.</summary>
    public override string ToString() => $"digest:{User}";

    private static string Checked(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        return user.Contains(':', StringComparison.Ordinal)
            ? throw new ArgumentException("The user of a digest identity must not contain a colon.", nameof(user))
            : user;
    }
}
