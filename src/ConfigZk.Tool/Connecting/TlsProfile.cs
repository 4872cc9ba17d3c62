using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Connecting;

/// <summary>How a profile uses TLS.</summary>
internal sealed record TlsProfile
{
    /// <summary>The file with the certificates to trust. The default is what the system trusts.</summary>
    public string? CaFile { get; set; }

    public string? CertificateFile { get; set; }

    public string? KeyFile { get; set; }

    /// <summary>The environment variable with the password of the client's key.</summary>
    public string? KeyPasswordVariable { get; set; }

    public string? TargetHost { get; set; }

    public void ApplyTo(ZooKeeperTlsOptions tls, ToolShell shell)
    {
        tls.Enabled = true;
        tls.CaFile = CaFile;
        tls.ClientCertificateFile = CertificateFile;
        tls.ClientKeyFile = KeyFile;
        tls.ClientCertificatePassword = KeyPasswordVariable is { } name ? shell.Variable(name) : null;
        tls.TargetHost = TargetHost;
    }
}
