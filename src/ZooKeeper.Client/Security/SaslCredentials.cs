namespace ZooKeeper.Client;

/// <summary>Contains a user name and password for SASL, as <see cref="ZooKeeperSaslOptions.CredentialsProvider"/> returns them.</summary>
/// <param name="userName">The user name. It is the id in ACLs of the scheme <c>sasl</c>.</param>
/// <param name="password">The password. It is never sent, and never appears in logs or exceptions.</param>
public sealed class SaslCredentials(string userName, string password)
{
    /// <summary>Gets the user name.</summary>
    public string UserName { get; } = Checked(userName);

    internal string Password { get; } = password ?? throw new ArgumentNullException(nameof(password));

    /// <summary>Returns the user name, without the password.</summary>
    public override string ToString() => $"sasl:{UserName}";

    private static string Checked(string userName)
    {
        ArgumentException.ThrowIfNullOrEmpty(userName);
        return userName;
    }
}
