using System.Text.Json.Serialization;

namespace ZooKeeper.Client;

/// <summary>
/// Configures authentication with SASL, which comes first on every connection. The client uses SASL if a mechanism, a user name or
/// <see cref="CredentialsProvider"/> is set. An empty string counts as not set.
/// </summary>
public sealed class ZooKeeperSaslOptions
{
    private const string DefaultServiceName = "zookeeper";

    /// <summary>Gets or sets the mechanism.</summary>
    /// <value>
    /// The default is null. The client then uses <see cref="SaslMechanism.DigestMd5"/> if a user name or <see cref="CredentialsProvider"/> is set, and
    /// otherwise no SASL.
    /// </value>
    public SaslMechanism? Mechanism { get; set; }

    /// <summary>
    /// Gets or sets the user name. With DIGEST-MD5, this is the id in ACLs of the scheme <c>sasl</c>. With GSSAPI, it is the principal; you can omit the default
    /// realm.
    /// </summary>
    /// <value>The default is null. GSSAPI then uses the credentials of the process: its ticket cache or client keytab, or on Windows its account.</value>
    public string? UserName { get; set; }

    /// <summary>
    /// Gets or sets the password of <see cref="UserName"/>. It is not sent to servers, and it never appears in logs, exceptions or options that are serialized
    /// as JSON.
    /// </summary>
    /// <value>The default is null.</value>
    [JsonIgnore]
    public string? Password { get; set; }

    /// <summary>
    /// Gets or sets a delegate that supplies the user name and password instead of <see cref="UserName"/> and <see cref="Password"/>.
    /// </summary>
    /// <remarks>
    /// The client calls the delegate for each connection, so that rotated credentials apply to the next connection. The delegate must return within the time
    /// that a server has to accept a connection, which is 1 to 10 seconds. If it throws, the client does not connect and retries. It reports only the type of
    /// the exception.
    /// </remarks>
    /// <value>The default is null.</value>
    public Func<CancellationToken, ValueTask<SaslCredentials>>? CredentialsProvider { get; set; }

    /// <summary>Gets or sets the first part of the servers' principal, for GSSAPI.</summary>
    /// <value>The default is <c>zookeeper</c>.</value>
    public string ServiceName { get; set; } = DefaultServiceName;

    /// <summary>Gets or sets the host in the principal of all servers, for GSSAPI, if it differs from the host in the connect string.</summary>
    /// <value>The default is null, which means the host in the connect string.</value>
    public string? TargetHost { get; set; }

    internal bool IsEnabled => EffectiveMechanism is not null;

    internal bool IsGssapi => EffectiveMechanism is SaslMechanism.Gssapi;

    private SaslMechanism? EffectiveMechanism => Mechanism ?? (CredentialsProvider is not null || UserName is { Length: > 0 } ? SaslMechanism.DigestMd5 : null);

    internal ZooKeeperSaslOptions Copy() => (ZooKeeperSaslOptions)MemberwiseClone();

    internal void Validate()
    {
        if (Mechanism is { } mechanism && !Enum.IsDefined(mechanism))
        {
            throw new ArgumentException($"Sasl.{nameof(Mechanism)} is {mechanism}; it must be DigestMd5 or Gssapi.");
        }

        ValidateCredentials();
        if (string.IsNullOrEmpty(ServiceName))
        {
            throw new ArgumentException($"Sasl.{nameof(ServiceName)} is empty.");
        }

        if (!IsGssapi && (TargetHost is { Length: > 0 } || ServiceName != DefaultServiceName))
        {
            throw new ArgumentException(
                $"Sasl.{(TargetHost is { Length: > 0 } ? nameof(TargetHost) : nameof(ServiceName))} is set, but Sasl.{nameof(Mechanism)} is not Gssapi.");
        }

        if (TargetHost is { Length: > 0 } && Uri.CheckHostName(TargetHost) == UriHostNameType.Unknown)
        {
            throw new ArgumentException($"Sasl.{nameof(TargetHost)} '{TargetHost}' is not a host name.");
        }
    }

    private void ValidateCredentials()
    {
        var (hasName, hasPassword) = (UserName is { Length: > 0 }, Password is { Length: > 0 });
        if (CredentialsProvider is not null && (hasName || hasPassword))
        {
            throw new ArgumentException(
                $"Sasl.{nameof(CredentialsProvider)} and Sasl.{(hasName ? nameof(UserName) : nameof(Password))} are both set. Set only one of them.");
        }

        if (hasName != hasPassword)
        {
            throw new ArgumentException(hasName
                ? $"Sasl.{nameof(UserName)} is set, but Sasl.{nameof(Password)} is not."
                : $"Sasl.{nameof(Password)} is set, but Sasl.{nameof(UserName)} is not. The client would not authenticate.");
        }

        if (Mechanism is SaslMechanism.DigestMd5 && !hasName && CredentialsProvider is null)
        {
            throw new ArgumentException($"Sasl.{nameof(Mechanism)} is DigestMd5, but Sasl.{nameof(UserName)} is not set.");
        }
    }
}
