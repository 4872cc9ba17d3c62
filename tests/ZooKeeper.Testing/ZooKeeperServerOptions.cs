namespace ZooKeeper.Testing;

/// <summary>How a <see cref="ZooKeeperServer"/> is started.</summary>
public sealed class ZooKeeperServerOptions
{
    /// <summary>ZooKeeper's unit of time. The default value is 500 milliseconds; sessions expire up to one tick late.</summary>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The shortest session timeout that is granted. The default value is two ticks.</summary>
    public TimeSpan? MinSessionTimeout { get; init; }

    /// <summary>The longest session timeout that is granted. The default value is one minute.</summary>
    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether each write waits for the disk. The default value is <see langword="false"/>: a killed process loses nothing, only a power cut would.
    /// </summary>
    public bool ForceSync { get; init; }

    /// <summary>Whether znodes may have a time to live. The default value is <see langword="true"/>.</summary>
    public bool ExtendedTypesEnabled { get; init; } = true;

    /// <summary>The port for TLS. The default value is none.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>Arguments for Java, such as <c>-Xmx1000m</c> or <c>-Djute.maxbuffer=4000000</c>. They win over the defaults.</summary>
    public IReadOnlyList<string> JavaArguments { get; init; } = [];

    /// <summary>Settings for zoo.cfg. They win over the defaults.</summary>
    /// <remarks>A <c>4lw.commands.whitelist</c> has to keep <c>conf</c>: by it a starting server is recognised.</remarks>
    public IReadOnlyDictionary<string, string> ExtraConfiguration { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a server may take until it serves. The default value is two minutes.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The ZooKeeper to run. The default value is the one that <see cref="ZooKeeperInstallation.Find()"/> finds.</summary>
    public ZooKeeperInstallation? Installation { get; init; }
}
