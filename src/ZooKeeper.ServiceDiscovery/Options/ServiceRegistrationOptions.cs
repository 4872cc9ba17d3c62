using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZooKeeper.Client;

namespace ZooKeeper.ServiceDiscovery;

/// <summary>Contains the options of a <see cref="ZooKeeperServiceRegistration"/>.</summary>
public sealed class ServiceRegistrationOptions
{
    /// <summary>Gets or sets the path that has the services below it. The default is <c>/services</c>, as Spring Cloud has it.</summary>
    public string Root { get; set; } = "/services";

    /// <summary>Gets or sets the id of this instance, which no other one may have. The default is a new GUID.</summary>
    public string Id { get; set; } = Guid.NewGuid().ToString();

    /// <summary>
    /// Gets or sets the name or address under which others reach this computer. The default is null: the first address of the web server that is not loopback, or
    /// loopback if it has no other. If the server listens on all addresses, that is the first IPv4 address of a network with a gateway, or else its first IPv6
    /// address that is not link-local, or else the name of the computer.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>
    /// Gets or sets the port for HTTP. The default is null: that of the web server. If you set either port, both ports of the web server are ignored.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>Gets or sets the port for HTTPS. The default is null: that of the web server.</summary>
    public int? SslPort { get; set; }

    /// <summary>Gets the metadata, which others can read. Do not put secrets there.</summary>
    public IDictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets or sets the share of requests relative to other instances. The default is null, which means 1. The minimum is 0.</summary>
    public double? Weight { get; set; }

    /// <summary>Gets or sets the zone, such as the data center. The default is null.</summary>
    public string? Zone { get; set; }

    /// <summary>Gets or sets the initial status of the instance. The default is <see cref="ServiceStatus.Up"/>.</summary>
    public ServiceStatus Status { get; set; }

    /// <summary>Gets or sets what is written in addition to the address. The default is <see cref="ServicePayload.Spring"/>.</summary>
    public ServicePayload Payload { get; set; }

    /// <summary>
    /// Gets or sets how long a stopping host continues to serve after it has removed the instance, for clients that learn of the removal late. The default is 1
    /// second, the maximum is one day. It must be shorter than <c>HostOptions.ShutdownTimeout</c>.
    /// </summary>
    public TimeSpan StopDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the access control list of the znodes. The default is null, which means <see cref="Acl.Open"/>.</summary>
    public IReadOnlyList<Acl>? Acl { get; set; }

    /// <summary>Gets or sets the logger factory. The default is one that logs nothing or, in a host, the factory of the host.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>Gets or sets the clock. The default is the system clock.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Id);
        if (Id.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{nameof(ServiceRegistrationOptions)}.{nameof(Id)} is '{Id}', which has a '/' in it. An id is the name of one znode.", nameof(Id));
        }

        ArgumentNullException.ThrowIfNull(LoggerFactory);
        ArgumentNullException.ThrowIfNull(TimeProvider);
        ArgumentOutOfRangeException.ThrowIfLessThan(StopDelay, TimeSpan.Zero, nameof(StopDelay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(StopDelay, TimeSpan.FromDays(1), nameof(StopDelay));
        ArgumentOutOfRangeException.ThrowIfNegative(Weight ?? 0, nameof(Weight));
        if (Address is not null && Uri.CheckHostName(Address) == UriHostNameType.Unknown)
        {
            throw new ArgumentException(
                $"{nameof(ServiceRegistrationOptions)}.{nameof(Address)} is '{Address}', which is neither a host name nor an IP address, so no client could reach the instance. "
                + $"Remove any scheme, port or space. Set the port in {nameof(Port)} or {nameof(SslPort)}.",
                nameof(Address));
        }

        foreach (var port in new[] { Port, SslPort })
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(port ?? 1, 1, nameof(Port));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(port ?? 1, ushort.MaxValue, nameof(Port));
        }

        if (Payload == ServicePayload.None && (Metadata.Count > 0 || Weight is not null || Zone is not null))
        {
            throw new ArgumentException(
                $"{nameof(ServiceRegistrationOptions)} has metadata, a weight or a zone, which no client would see: {nameof(Payload)} is {nameof(ServicePayload.None)}.", nameof(Payload));
        }
    }
}
