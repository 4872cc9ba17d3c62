using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Connecting;

/// <summary>An ensemble: its servers, the credentials, and the paths and values to protect.</summary>
/// <remarks>The properties have setters, because the JSON reader sets every property that is init-only, and would replace the defaults with null.</remarks>
internal sealed record Profile
{
    private static readonly string[] UsualSecrets =
    [
        "*password*", "*passwd*", "*pwd*", "*passphrase*", "*secret*", "*token*", "*apikey*", "*accesskey*", "*accountkey*", "*privatekey*", "*credential*",
        "*connectionstring*",
    ];

    /// <summary>The servers, such as <c>zk1:2181,zk2:2181</c>. A chroot would hide the control path.</summary>
    public string Connect { get; set; } = "";

    public TlsProfile? Tls { get; set; }

    /// <summary>The user of SASL DIGEST-MD5.</summary>
    public UserProfile? Sasl { get; set; }

    /// <summary>The user of the digest scheme of ZooKeeper.</summary>
    public UserProfile? Digest { get; set; }

    /// <summary>The path below which histories are kept. The default is <c>/configzk</c>.</summary>
    public string? ControlPath { get; set; }

    /// <summary>Paths that change only with <c>--confirm</c>.</summary>
    public IReadOnlyList<string> Protected { get; set; } = [];

    /// <summary>Patterns of the names of keys, sections and lists whose values are not shown. The default covers passwords, secrets, tokens and the like.</summary>
    public IReadOnlyList<string> Secrets { get; set; } = UsualSecrets;

    /// <summary>The file with the keys that encrypt values.</summary>
    public string? KeyFile { get; set; }

    /// <summary>
    /// Returns this profile for servers that are named without it. It protects and hides the same paths, because these can be other servers of the same ensemble.
    /// It contains no credentials: a password is only for the servers of its profile.
    /// </summary>
    public Profile At(string servers) => this with { Connect = servers, Tls = null, Sasl = null, Digest = null };

    /// <summary>Returns the keys of <see cref="KeyFile"/>, or those of the environment variables <c>CONFIGZK_KEY_…</c>.</summary>
    public SecretCipher ToCipher() => new(KeyFile is null ? SecretKeys.FromEnvironment() : SecretKeys.FromFile(KeyFile));

    public ManagedRootOptions ToRootOptions() => ControlPath is null ? new() : new() { ControlPath = ControlPath };

    public ZooKeeperClientOptions ToClientOptions(ToolShell shell)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = Connect };
        Tls?.ApplyTo(options.Tls, shell);
        if (Sasl is not null)
        {
            (options.Sasl.UserName, options.Sasl.Password) = (Sasl.User, Sasl.ReadPassword(shell));
        }

        var digest = Digest ?? UserProfile.OfEnvironment(shell);
        if (digest is not null)
        {
            options.DigestIdentities.Add(new DigestIdentity(digest.User, digest.ReadPassword(shell)));
        }

        return options;
    }
}
