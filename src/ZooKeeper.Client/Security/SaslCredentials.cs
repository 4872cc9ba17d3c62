namespace ZooKeeper.Client;

/// <summary>A user name and password for SASL, as <see cref="ZooKeeperSaslOptions.CredentialsProvider"/> returns them.</summary>
/// <param name="userName">The user name; the id in ACLs of the scheme <c>sasl</c>.</param>
/// <param name="password">The password. It is never sent, and never shown in logs or exceptions.</param>
public sealed class SaslCredentials(string userName, string password)
{
    /// <summary>The user name.</summary>
    public string UserName { get; } = Checked(userName);

    internal string Password { get; } = password ?? throw new ArgumentNullException(nameof(password));

    /// <summary>The user name, without the password.</summary>
    public override string ToString() => $"sasl:{UserName}";

    private static string Checked(string userName)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        return userName;
    }
}
