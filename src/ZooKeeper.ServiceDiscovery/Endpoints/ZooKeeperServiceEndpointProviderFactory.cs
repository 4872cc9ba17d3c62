using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.ServiceDiscovery;

namespace ZooKeeper.ServiceDiscovery.Endpoints;

/// <summary>Answers queries for a whole service. Instances do not register named endpoints.</summary>
internal sealed class ZooKeeperServiceEndpointProviderFactory(EndpointFeed feed) : IServiceEndpointProviderFactory
{
    public bool TryCreateProvider(ServiceEndpointQuery query, [NotNullWhen(true)] out IServiceEndpointProvider? provider)
    {
        provider = string.IsNullOrEmpty(query.EndpointName) ? new ZooKeeperServiceEndpointProvider(feed, query) : null;
        return provider is not null;
    }
}
