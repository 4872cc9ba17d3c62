using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;

namespace ZooKeeper.DevServer;

/// <summary>Configures a <see cref="ZooKeeperDevServer"/>.</summary>
public sealed class ZooKeeperDevServerOptions
{
    private const int ShortestLimit = 1024;

    /// <summary>Gets or sets the address to listen on. Any address but loopback exposes an unprotected server to the network.</summary>
    /// <value>The default is 127.0.0.1.</value>
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>Gets or sets the port to listen on. 0 selects a free port.</summary>
    /// <value>The default is 0.</value>
    public int Port { get; set; }

    /// <summary>
    /// Gets the initial znodes: full paths and their values as UTF-8 text, or null for a znode without data. The server creates missing ancestors without data.
    /// </summary>
    /// <value>The default is none.</value>
    public IDictionary<string, string?> Znodes { get; private set; } = new Dictionary<string, string?>(StringComparer.Ordinal);

    /// <summary>Gets or sets ZooKeeper's unit of time. A session expires at a tick, so up to one tick late.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan TickTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets the shortest session timeout that the server grants.</summary>
    /// <value>The default is two ticks.</value>
    public TimeSpan? MinSessionTimeout { get; set; }

    /// <summary>Gets or sets the longest session timeout that the server grants.</summary>
    /// <value>The default is twenty ticks.</value>
    public TimeSpan? MaxSessionTimeout { get; set; }

    /// <summary>
    /// Gets or sets the largest request in bytes, which Apache ZooKeeper calls <c>jute.maxbuffer</c>. If a request is larger, the server closes the connection
    /// without an answer.
    /// </summary>
    /// <value>The default is 1,048,575.</value>
    public int MaxRequestLength { get; set; } = 0xFFFFF;

    /// <summary>Gets or sets how often the server looks for containers that became empty, and for znodes whose time to live has passed.</summary>
    /// <value>The default is one minute.</value>
    public TimeSpan ContainerCheckInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets the release to simulate.</summary>
    /// <value>The default is <see cref="ZooKeeperRelease.V39"/>.</value>
    public ZooKeeperRelease Release { get; set; } = ZooKeeperRelease.V39;

    /// <summary>
    /// Gets or sets whether the server answers the four-letter word <c>envi</c>, from which some tools read its version, such as the Python client kazoo. Apache
    /// ZooKeeper refuses it by default.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool AnswersEnvi { get; set; }

    /// <summary>Gets or sets an identity that passes every ACL.</summary>
    /// <value>The default is null.</value>
    public DigestIdentity? SuperUser { get; set; }

    /// <summary>Gets or sets the clock, for session timeouts, times of znodes, and delays.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the logger factory. The server never logs data of znodes or credentials.</summary>
    /// <value>The default is <see cref="NullLoggerFactory"/>.</value>
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
            LongestTimeout >= ShortestTimeout, nameof(MaxSessionTimeout), $"must be at least {nameof(MinSessionTimeout)}. Their defaults are 20 and 2 ticks");
        Check(MaxRequestLength >= ShortestLimit, nameof(MaxRequestLength), "must be at least 1024 bytes");
        Check(Enum.IsDefined(Release), nameof(Release), "is not a supported release");
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

    // Later changes to the options must not affect the server.
    private ZooKeeperDevServerOptions Copy()
    {
        var copy = (ZooKeeperDevServerOptions)MemberwiseClone();
        copy.Znodes = new Dictionary<string, string?>(Znodes, StringComparer.Ordinal);
        return copy;
    }
}
