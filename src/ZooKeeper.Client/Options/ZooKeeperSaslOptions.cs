using System.Text.Json.Serialization;

namespace ZooKeeper.Client;

/// <summary>
/// How the client authenticates itself by SASL before it sends anything else on a connection. It does so if a mechanism, a user name or
/// <see cref="CredentialsProvider"/> is set. An empty text is none.
/// </summary>
public sealed class ZooKeeperSaslOptions
{
    private const string DefaultServiceName = "zookeeper";

    /// <summary>The mechanism.</summary>
    /// <value>The default is <see cref="SaslMechanism.DigestMd5"/> if a user name or <see cref="CredentialsProvider"/> is set, else none: no SASL.</value>
    public SaslMechanism? Mechanism { get; set; }

    /// <summary>
    /// The user name, with DIGEST-MD5 the id in ACLs of the scheme <c>sasl</c>; with GSSAPI the principal, whose realm may be left out
    /// if it is the default one.
    /// </summary>
    /// <value>The default is none. With GSSAPI that is what the process has: its ticket cache or client keytab, or on Windows its account.</value>
    public string? UserName { get; set; }

    /// <summary>
    /// The password of <see cref="UserName"/>. It is not sent to servers, and never shown in logs, exceptions or options that are written as JSON.
    /// </summary>
    /// <value>The default is none.</value>
    [JsonIgnore]
    public string? Password { get; set; }

    /// <summary>
    /// Supplies user name and password instead of <see cref="UserName"/> and <see cref="Password"/>. It is called for each connection, so that rotated
    /// credentials apply at the next one, and has the time that a server has for a connection, which is 1 to 10 seconds. If it throws, the connection is not
    /// made, and tried again; of the exception only the type is reported.
    /// </summary>
    /// <value>The default is none.</value>
    public Func<CancellationToken, ValueTask<SaslCredentials>>? CredentialsProvider { get; set; }

    /// <summary>The first part of the servers' principal, for GSSAPI.</summary>
    /// <value>The default is <c>zookeeper</c>.</value>
    public string ServiceName { get; set; } = DefaultServiceName;

    /// <summary>The host in the principal of all servers, for GSSAPI, if it is not the host of the connect string.</summary>
    /// <value>The default is none: the host of the connect string.</value>
    public string? TargetHost { get; set; }

    internal bool IsEnabled => EffectiveMechanism is not null;

    internal bool IsGssapi => EffectiveMechanism is SaslMechanism.Gssapi;

    private SaslMechanism? EffectiveMechanism => Mechanism ?? (CredentialsProvider is not null || UserName is { Length: > 0 } ? SaslMechanism.DigestMd5 : null);

    internal ZooKeeperSaslOptions Copy() => new()
    {
        Mechanism = Mechanism,
        UserName = UserName,
        Password = Password,
        CredentialsProvider = CredentialsProvider,
        ServiceName = ServiceName,
        TargetHost = TargetHost,
    };

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
                $"Sasl.{nameof(CredentialsProvider)} and Sasl.{(hasName ? nameof(UserName) : nameof(Password))} are both set; credentials come from one of them.");
        }

        if (hasName != hasPassword)
        {
            throw new ArgumentException(hasName
                ? $"Sasl.{nameof(UserName)} is set, but Sasl.{nameof(Password)} is not."
                : $"Sasl.{nameof(Password)} is set, but Sasl.{nameof(UserName)} is not: the client would not authenticate itself.");
        }

        if (Mechanism is SaslMechanism.DigestMd5 && !hasName && CredentialsProvider is null)
        {
            throw new ArgumentException($"Sasl.{nameof(Mechanism)} is DigestMd5, but Sasl.{nameof(UserName)} is not set.");
        }
    }
}
