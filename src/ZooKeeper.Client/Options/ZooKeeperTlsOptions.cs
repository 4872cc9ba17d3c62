using System.Diagnostics.CodeAnalysis;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Serialization;

namespace ZooKeeper.Client;

/// <summary>
/// Configures encryption with TLS.
/// </summary>
/// <remarks>
/// The server's certificate must chain to a trusted authority and match the host in the connect string. The client re-reads files for each connection, so that
/// renewed certificates apply without a restart. An empty string counts as not set.
/// </remarks>
public sealed class ZooKeeperTlsOptions
{
    /// <summary>Gets or sets whether connections use TLS. Servers have a separate port for it, <c>secureClientPort</c>.</summary>
    /// <value>The default is <see langword="false"/>. If you set other TLS options but not this one, the client throws.</value>
    public bool Enabled { get; set; }

    /// <summary>
    /// Gets or sets a PEM file with the certificates of the trusted authorities. If this or <see cref="CaCertificates"/> is set, the client trusts no other
    /// authorities, not even those of the system.
    /// </summary>
    /// <value>The default is null: the client trusts the authorities of the system.</value>
    public string? CaFile { get; set; }

    /// <summary>Gets the certificates of trusted authorities, in addition to those in <see cref="CaFile"/>.</summary>
    /// <value>The default is none.</value>
    public X509Certificate2Collection CaCertificates { get => field ??= []; private set; }

    /// <summary>
    /// Gets or sets the file with the client certificate, for servers that require one and for ACLs of the scheme <c>x509</c>. The file is PKCS#12 (PFX), or PEM
    /// with the certificate first, followed by its intermediate certificates.
    /// </summary>
    /// <value>The default is null.</value>
    public string? ClientCertificateFile { get; set; }

    /// <summary>Gets or sets the PEM file with the private key, if <see cref="ClientCertificateFile"/> is a PEM file.</summary>
    /// <value>The default is null: the key is in <see cref="ClientCertificateFile"/>.</value>
    public string? ClientKeyFile { get; set; }

    /// <summary>
    /// Gets or sets the password of the private key or, with PKCS#12, of the file. It never appears in logs, exceptions or options that are serialized as JSON.
    /// </summary>
    /// <value>The default is null.</value>
    [JsonIgnore]
    public string? ClientCertificatePassword { get; set; }

    /// <summary>
    /// Gets or sets a delegate that supplies the client certificate and its private key, instead of a file. The client calls it for each connection, so it must
    /// return within the time that a server has to accept a connection, which is 1 to 10 seconds. The client does not dispose the certificate; do not dispose it
    /// while the client uses it.
    /// </summary>
    /// <value>The default is null.</value>
    public Func<X509Certificate2>? ClientCertificateProvider { get; set; }

    /// <summary>
    /// Gets or sets whether the client rejects revoked server certificates. With <see cref="X509RevocationMode.Online"/>, the client downloads the lists that the
    /// certificates name. It also rejects a certificate whose status it cannot determine.
    /// </summary>
    /// <value>The default is <see cref="X509RevocationMode.NoCheck"/>: most private authorities publish no lists.</value>
    public X509RevocationMode RevocationMode { get; set; }

    /// <summary>Gets or sets the TLS versions: 1.2, 1.3, or both. Older versions are not permitted.</summary>
    /// <value>The default is both.</value>
    [SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values",
        Justification = "SslProtocols.None would permit older versions if the system does.")]
    public SslProtocols Protocols { get; set; } = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Gets or sets the name or IP address that server certificates must match, if it differs from the host in the connect string.</summary>
    /// <value>The default is null, which means the host in the connect string.</value>
    public string? TargetHost { get; set; }

    /// <summary>
    /// Gets or sets whether the client accepts any server certificate. Anyone between client and server can then read and change everything. Use it only in
    /// tests. The client logs a warning for each connection.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool DangerousAcceptAnyServerCertificate { get; set; }

    internal ZooKeeperTlsOptions Copy()
    {
        var copy = (ZooKeeperTlsOptions)MemberwiseClone();
        copy.CaCertificates = [.. CaCertificates];
        return copy;
    }

    [SuppressMessage("Security", "CA5398:Avoid hardcoded SslProtocols values", Justification = "They are the limit.")]
    internal void Validate()
    {
        // Otherwise, only a network trace would show that Enabled was forgotten.
        if (!Enabled && FirstThatIsSet() is { } option)
        {
            throw new ArgumentException($"Tls.{option} is set, but Tls.Enabled is not. The connection would not be encrypted. Set Tls.Enabled = true.");
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
