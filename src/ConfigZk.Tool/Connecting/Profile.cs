using Configuration.ZooKeeper.Revisions;
using ConfigZk.Tool.Invocation;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Connecting;

/// <summary>An ensemble: its servers, how to log in, and how careful to be.</summary>
internal sealed record Profile
{
    private static readonly string[] UsualSecrets = ["*password*", "*secret*", "*token*", "*apikey*", "*credential*", "*privatekey*", "*connectionstring*"];

    /// <summary>The servers, such as <c>zk1:2181,zk2:2181</c>. A chroot would hide the control path.</summary>
    public string Connect { get; init; } = "";

    public TlsProfile? Tls { get; init; }

    /// <summary>The user of SASL DIGEST-MD5.</summary>
    public UserProfile? Sasl { get; init; }

    /// <summary>The user of the digest scheme of ZooKeeper.</summary>
    public UserProfile? Digest { get; init; }

    /// <summary>The path below which histories are kept. The default is <c>/configzk</c>.</summary>
    public string? ControlPath { get; init; }

    /// <summary>Paths that change only with <c>--confirm</c>.</summary>
    public IReadOnlyList<string> Protected { get; init; } = [];

    /// <summary>Patterns of keys whose values are not shown. The default covers passwords, secrets, tokens and the like.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = UsualSecrets;

    /// <summary>The file with the keys that encrypt values.</summary>
    public string? KeyFile { get; init; }

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
