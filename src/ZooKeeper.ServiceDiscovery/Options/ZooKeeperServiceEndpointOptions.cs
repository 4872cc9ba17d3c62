namespace ZooKeeper.ServiceDiscovery;

/// <summary>Contains the options of the provider for Microsoft.Extensions.ServiceDiscovery.</summary>
public sealed class ZooKeeperServiceEndpointOptions
{
    /// <summary>Gets the options of the catalog. Without a logger factory, it uses that of the host.</summary>
    public ServiceCatalogOptions Catalog { get; } = new();

    /// <summary>
    /// Gets or sets how long a request waits for the first answer of ZooKeeper before it fails. The default is 15 seconds, the maximum is one day. Once there was an
    /// answer, no request waits: during an outage, the last answer counts.
    /// </summary>
    public TimeSpan FirstAnswerTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets or sets whether requests have the name of the service as their Host header, instead of the address of the instance. The default is <see langword="false"/>.
    /// With TLS, the certificates of the instances must then have the name of the service.
    /// </summary>
    public bool UseServiceNameAsHost { get; set; }
}
