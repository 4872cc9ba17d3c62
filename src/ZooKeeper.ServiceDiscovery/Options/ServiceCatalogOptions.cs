using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ZooKeeper.ServiceDiscovery;

/// <summary>Contains the options of a <see cref="ZooKeeperServiceCatalog"/>.</summary>
public sealed class ServiceCatalogOptions
{
    /// <summary>Gets or sets the path that has the services below it. The default is <c>/services</c>, as Spring Cloud has it.</summary>
    public string Root { get; set; } = "/services";

    /// <summary>Gets or sets how instances are stored. The default is <see cref="ServiceLayout.Curator"/>.</summary>
    public ServiceLayout Layout { get; set; }

    /// <summary>Gets or sets the logger factory. The default is one that logs nothing.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(LoggerFactory);
        if (!Enum.IsDefined(Layout))
        {
            throw new ArgumentException($"{nameof(ServiceCatalogOptions)}.{nameof(Layout)} has no layout {Layout}.", nameof(Layout));
        }
    }
}
