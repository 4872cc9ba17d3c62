using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;

namespace ZooKeeper.Client;

/// <summary>
/// How connections are encrypted, and who is trusted. The server's certificate must lead to a trusted authority and be for the host that the connect
/// string names. Files are read again for each connection, so that renewed certificates are used without a restart. An empty text is none.
/// </summary>
public sealed class ZooKeeperTlsOptions
{
    /// <summary>Whether connections use TLS. Servers have a port of its own for it, <c>secureClientPort</c>.</summary>
    /// <value>The default is <see langword="false"/>. It is an error to set other options of TLS and not this one.</value>
    public bool Enabled { get; set; }

    /// <summary>
    /// A file with the certificates of the trusted authorities in PEM form. If it or <see cref="CaCertificates"/> is set, no others are trusted,
    /// not even those of the system.
    /// </summary>
    /// <value>The default is none: the authorities of the system are trusted.</value>
    public string? CaFile { get; set; }

    /// <summary>The certificates of trusted authorities, in addition to those of <see cref="CaFile"/>.</summary>
    /// <value>The default is none.</value>
    public X509Certificate2Collection CaCertificates { get; } = [];

    /// <summary>
    /// The file with the client's certificate, for servers that ask for one and for ACLs of the scheme <c>x509</c>: PEM, the certificate first and
    /// then those that lead to its authority, or PKCS#12 (PFX).
    /// </summary>
    /// <value>The default is none.</value>
    public string? ClientCertificateFile { get; set; }

    /// <summary>The file with the private key of a <see cref="ClientCertificateFile"/> in PEM form, also PEM.</summary>
    /// <value>The default is none: the key is in <see cref="ClientCertificateFile"/> itself.</value>
    public string? ClientKeyFile { get; set; }

    /// <summary>The password of the private key or, with PKCS#12, of the file. It is never shown in logs, exceptions or options that are written as JSON.</summary>
    /// <value>The default is none.</value>
    [JsonIgnore]
    public string? ClientCertificatePassword { get; set; }

    /// <summary>
    /// Supplies the client's certificate, with its private key, instead of a file. It is called for each connection, must be quick, and the certificate
    /// stays its owner's: it must not be disposed while the client uses it.
    /// </summary>
    /// <value>The default is none.</value>
    public Func<X509Certificate2>? ClientCertificateProvider { get; set; }

    /// <summary>
    /// Whether revoked certificates of servers are refused. With <see cref="X509RevocationMode.Online"/> lists are downloaded where certificates name
    /// them, and a certificate whose state cannot be found out is refused as well.
    /// </summary>
    /// <value>The default is <see cref="X509RevocationMode.NoCheck"/>: most private authorities publish no lists.</value>
    public X509RevocationMode RevocationMode { get; set; }

    /// <summary>The versions of TLS that are used: 1.2, 1.3, or both. No older one is permitted.</summary>
    /// <value>The default is both.</value>
    [SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values",
        Justification = "SslProtocols.None would permit what the system permits, which may be older.")]
    public SslProtocols Protocols { get; set; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>The name or IP address that certificates of servers must be for, if it is not the host of the connect string.</summary>
    /// <value>The default is none: the host of the connect string.</value>
    public string? TargetHost { get; set; }

    /// <summary>
    /// Takes any server, whatever certificate it shows. Whoever is between client and server can then read and change everything. For tests only; a
    /// warning is logged for each connection.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool DangerousAcceptAnyServerCertificate { get; set; }

    internal ZooKeeperTlsOptions Copy()
    {
        var copy = new ZooKeeperTlsOptions
        {
            Enabled = Enabled,
            CaFile = CaFile,
            ClientCertificateFile = ClientCertificateFile,
            ClientKeyFile = ClientKeyFile,
            ClientCertificatePassword = ClientCertificatePassword,
            ClientCertificateProvider = ClientCertificateProvider,
            RevocationMode = RevocationMode,
            Protocols = Protocols,
            TargetHost = TargetHost,
            DangerousAcceptAnyServerCertificate = DangerousAcceptAnyServerCertificate,
        };
        copy.CaCertificates.AddRange(CaCertificates);
        return copy;
    }

    [SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "They are the limit.")]
    internal void Validate()
    {
        // Whoever forgets Enabled must not find out from a network trace.
        if (!Enabled && FirstThatIsSet() is { } option)
        {
            throw new ArgumentException($"Tls.{option} is set, but Tls.Enabled is not: the connection would not be encrypted.");
        }

        if (!Enabled)
        {
            return;
        }

        if (Protocols == SslProtocols.None || (Protocols & ~(SslProtocols.Tls12 | SslProtocols.Tls13)) != 0)
        {
            throw new ArgumentException($"Tls.{nameof(Protocols)} is {Protocols}; it must be Tls12, Tls13, or both.");
        }

        if (!Enum.IsDefined(RevocationMode))
        {
            throw new ArgumentException($"Tls.{nameof(RevocationMode)} is {RevocationMode}; it must be NoCheck, Online or Offline.");
        }

        if (TargetHost is { Length: > 0 } && Uri.CheckHostName(TargetHost) == UriHostNameType.Unknown)
        {
            throw new ArgumentException($"Tls.{nameof(TargetHost)} '{TargetHost}' is not a host name or IP address.");
        }
    }

    private string? FirstThatIsSet() => this switch
    {
        { CaFile.Length: > 0 } => nameof(CaFile),
        { CaCertificates.Count: > 0 } => nameof(CaCertificates),
        { ClientCertificateFile.Length: > 0 } => nameof(ClientCertificateFile),
        { ClientKeyFile.Length: > 0 } => nameof(ClientKeyFile),
        { ClientCertificatePassword.Length: > 0 } => nameof(ClientCertificatePassword),
        { ClientCertificateProvider: not null } => nameof(ClientCertificateProvider),
        { RevocationMode: not X509RevocationMode.NoCheck } => nameof(RevocationMode),
        { TargetHost.Length: > 0 } => nameof(TargetHost),
        { DangerousAcceptAnyServerCertificate: true } => nameof(DangerousAcceptAnyServerCertificate),
        _ => null,
    };
}
