namespace ZooKeeper.Testing;

/// <summary>Options for starting a <see cref="ZooKeeperServer"/>.</summary>
public sealed class ZooKeeperServerOptions
{
    /// <summary>ZooKeeper's unit of time. The default value is 500 milliseconds; sessions expire up to one tick late.</summary>
    public TimeSpan TickTime { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The shortest session timeout that is granted. The default value is two ticks.</summary>
    public TimeSpan? MinSessionTimeout { get; init; }

    /// <summary>The longest session timeout that is granted. The default value is one minute.</summary>
    public TimeSpan MaxSessionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether each write waits for the disk. The default value is <see langword="false"/>: a killed process loses nothing; only a power failure would.
    /// </summary>
    public bool ForceSync { get; init; }

    /// <summary>Whether znodes may have a time to live. The default value is <see langword="true"/>.</summary>
    public bool ExtendedTypesEnabled { get; init; } = true;

    /// <summary>The TLS port. The default is none.</summary>
    public ServerTls? Tls { get; init; }

    /// <summary>
    /// Whether the members of an ensemble reach each other through proxies, so that a test can cut off a follower (<see cref="ZooKeeperEnsemble.LinksOf"/>). The default value
    /// is <see langword="false"/>.
    /// </summary>
    public bool HasLinks { get; init; }

    /// <summary>Arguments for Java, such as <c>-Xmx1000m</c> or <c>-Djute.maxbuffer=4000000</c>. They override the defaults.</summary>
    public IReadOnlyList<string> JavaArguments { get; init; } = [];

    /// <summary>Settings for zoo.cfg. They override the defaults.</summary>
    /// <remarks>A <c>4lw.commands.whitelist</c> must include <c>conf</c>, which identifies a starting server.</remarks>
    public IReadOnlyDictionary<string, string> ExtraConfiguration { get; init; } = new Dictionary<string, string>();

    /// <summary>The time limit for a server to start serving. The default is two minutes.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The ZooKeeper to run. The default value is the one that <see cref="ZooKeeperInstallation.Find()"/> finds.</summary>
    public ZooKeeperInstallation? Installation { get; init; }
}
