using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;

namespace ZooKeeper.DevServer;

/// <summary>How a <see cref="ZooKeeperDevServer"/> is started.</summary>
public sealed class ZooKeeperDevServerOptions
{
    private const int ShortestLimit = 1024;

    /// <summary>The address to listen on. Anything but loopback opens an unprotected server to the network.</summary>
    /// <value>The default is 127.0.0.1.</value>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>The port to listen on; 0 takes a free one.</summary>
    /// <value>The default is 0.</value>
    public int Port { get; set; }

    /// <summary>
    /// The znodes to start with: full paths and their values as UTF-8 text, null for a znode without data. What is missing above them is
    /// created, without data.
    /// </summary>
    /// <value>The default is none.</value>
    public IDictionary<string, string?> Znodes { get; private set; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>ZooKeeper's unit of time. A session expires at a tick, so up to one tick late.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan TickTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The shortest session timeout that is granted.</summary>
    /// <value>The default is two ticks.</value>
    public TimeSpan? MinSessionTimeout { get; set; }

    /// <summary>The longest session timeout that is granted.</summary>
    /// <value>The default is twenty ticks.</value>
    public TimeSpan? MaxSessionTimeout { get; set; }

    /// <summary>
    /// The largest request in bytes, what Apache ZooKeeper calls <c>jute.maxbuffer</c>. A connection that sends a larger one is closed without an
    /// answer.
    /// </summary>
    /// <value>The default is 1,048,575.</value>
    public int MaxRequestLength { get; set; } = 0xFFFFF;

    /// <summary>How often containers that have become empty, and znodes whose time to live has passed, are looked for.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan ContainerCheckInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The release to behave like.</summary>
    /// <value>The default is <see cref="ZooKeeperRelease.V39"/>.</value>
    public ZooKeeperRelease Release { get; set; } = ZooKeeperRelease.V39;

    /// <summary>An identity that passes every ACL.</summary>
    /// <value>The default is none.</value>
    public DigestIdentity? SuperUser { get; set; }

    /// <summary>The clock, for session timeouts, the times of znodes, and delays.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the server logs. Data of znodes and credentials are never logged.</summary>
    /// <value>The default logs nothing.</value>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    internal TimeSpan ShortestTimeout => MinSessionTimeout ?? 2 * TickTime;

    internal TimeSpan LongestTimeout => MaxSessionTimeout ?? 20 * TickTime;

    internal ZooKeeperDevServerOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(Address);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        Check(Port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort, nameof(Port), "must be between 0 and 65535");
        Check(IsPeriod(TickTime), nameof(TickTime), "must be between 1 ms and a day");
        Check(IsPeriod(ContainerCheckInterval), nameof(ContainerCheckInterval), "must be between 1 ms and a day");
        Check(MinSessionTimeout is not { } shortest || IsPeriod(shortest), nameof(MinSessionTimeout), "must be between 1 ms and a day");
        Check(MaxSessionTimeout is not { } longest || IsPeriod(longest), nameof(MaxSessionTimeout), "must be between 1 ms and a day");
        Check(
            LongestTimeout >= ShortestTimeout, nameof(MaxSessionTimeout), $"must be at least {nameof(MinSessionTimeout)}; their defaults are twenty ticks and two");
        Check(MaxRequestLength >= ShortestLimit, nameof(MaxRequestLength), "must be at least 1024 bytes");
        Check(Enum.IsDefined(Release), nameof(Release), "is not a release that the server knows");
        return Copy();
    }

    private static bool IsPeriod(TimeSpan time) => time >= TimeSpan.FromMilliseconds(1) && time <= TimeSpan.FromDays(1);

    private static void Check(bool isValid, string option, string rule)
    {
        if (!isValid)
        {
            throw new ArgumentException($"{nameof(ZooKeeperDevServerOptions)}.{option} {rule}.");
        }
    }

    // The server goes on with what it was started with.
    private ZooKeeperDevServerOptions Copy()
    {
        var copy = (ZooKeeperDevServerOptions)MemberwiseClone();
        copy.Znodes = new Dictionary<string, string?>(Znodes, StringComparer.Ordinal);
        return copy;
    }
}
