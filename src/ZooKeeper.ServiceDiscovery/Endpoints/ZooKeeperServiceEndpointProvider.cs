using Microsoft.Extensions.ServiceDiscovery;

namespace ZooKeeper.ServiceDiscovery.Endpoints;

/// <summary>Gives the endpoints of one service to Microsoft.Extensions.ServiceDiscovery.</summary>
internal sealed class ZooKeeperServiceEndpointProvider(EndpointFeed feed, ServiceEndpointQuery query) : IServiceEndpointProvider, IHostNameFeature
{
    public string HostName => query.ServiceName;

    public async ValueTask PopulateAsync(IServiceEndpointBuilder endpoints, CancellationToken cancellationToken)
    {
        // The configuration of the application comes before the registered instances.
        if (endpoints.Endpoints.Count != 0)
        {
            return;
        }

        var (instances, changed) = await feed.GetAsync(query.ServiceName, cancellationToken).ConfigureAwait(false);
        endpoints.AddChangeToken(changed);
        foreach (var instance in instances)
        {
            if (Choose(instance) is { } chosen)
            {
                var endpoint = ServiceEndpoint.Create(new UriEndPoint(chosen.ToUri()));
                endpoint.Features.Set(instance);
                if (feed.UseServiceNameAsHost)
                {
                    endpoint.Features.Set<IHostNameFeature>(this);
                }

                endpoints.Endpoints.Add(endpoint);
            }
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override string ToString() => "ZooKeeper";

    // Of each instance, so that services can move to TLS instance by instance: "https+http" prefers it.
    private InstanceEndpoint? Choose(ServiceInstance instance)
    {
        var schemes = query.IncludedSchemes.Count == 0 ? ["https", "http"] : query.IncludedSchemes;
        foreach (var scheme in schemes)
        {
            foreach (var endpoint in instance.Endpoints.Where(endpoint => endpoint.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)))
            {
                return endpoint;
            }
        }

        return null;
    }
}
