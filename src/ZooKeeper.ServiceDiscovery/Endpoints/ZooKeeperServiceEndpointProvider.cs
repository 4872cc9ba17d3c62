using Microsoft.Extensions.ServiceDiscovery;

namespace ZooKeeper.ServiceDiscovery.Endpoints;

/// <summary>Gives the endpoints of one service to Microsoft.Extensions.ServiceDiscovery.</summary>
internal sealed class ZooKeeperServiceEndpointProvider(EndpointFeed feed, ServiceEndpointQuery query) : IServiceEndpointProvider, IHostNameFeature
{
    // The endpoints of the last answer, to reuse them: of many instances, few change.
    private Dictionary<ServiceInstance, ServiceEndpoint> _made = [];

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
        var made = new Dictionary<ServiceInstance, ServiceEndpoint>(instances.Count);
        foreach (var instance in instances)
        {
            if ((_made.GetValueOrDefault(instance) ?? Make(instance)) is { } endpoint)
            {
                made.Add(instance, endpoint);
                endpoints.Endpoints.Add(endpoint);
            }
        }

        _made = made;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override string ToString() => "ZooKeeper";

    private ServiceEndpoint? Make(ServiceInstance instance)
    {
        if (Choose(instance) is not { } chosen)
        {
            return null;
        }

        var endpoint = ServiceEndpoint.Create(new UriEndPoint(chosen.ToUri()));
        endpoint.Features.Set(instance);
        if (feed.UseServiceNameAsHost)
        {
            endpoint.Features.Set<IHostNameFeature>(this);
        }

        return endpoint;
    }

    // Chooses for each instance, so that a service can move to TLS instance by instance: "https+http" prefers TLS.
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
