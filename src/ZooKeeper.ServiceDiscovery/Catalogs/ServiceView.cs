using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.ServiceDiscovery.Catalogs;

namespace ZooKeeper.ServiceDiscovery;

/// <summary>Contains all services of a <see cref="ZooKeeperServiceCatalog"/> exactly as they were after one transaction. A view never changes.</summary>
public sealed class ServiceView
{
    private readonly Dictionary<string, ServiceEntry> _services;
    private readonly ILookup<string, string> _namesIgnoringCase;

    internal ServiceView(TreeSnapshot snapshot, ServiceCatalogOptions options, ServiceView? earlier, ILogger logger)
    {
        Zxid = snapshot.Zxid;
        var root = snapshot.Find(options.Root);
        IsReadable = root?.IsReadable ?? true;
        _services = (ServiceEntry.Readable(root)?.Children ?? []).ToDictionary(
            service => service.Name,
            service => ServiceEntry.Read(service, options.Layout, earlier?._services.GetValueOrDefault(service.Name), logger),
            StringComparer.Ordinal);
        Services = [.. _services.Keys.Order(StringComparer.Ordinal)];
        _namesIgnoringCase = Services.ToLookup(name => name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Gets the zxid of the transaction after which the services were exactly these.</summary>
    public long Zxid { get; }

    /// <summary>Gets whether the client may read the root. If not, the view has the services that the client could last read.</summary>
    public bool IsReadable { get; }

    /// <summary>Gets the names of the services, in order. A service can have no instance.</summary>
    public IReadOnlyList<string> Services { get; }

    /// <summary>Returns the instances of a service, in the order of their ids, whatever their status is. Empty if there is no such service.</summary>
    /// <param name="service">The name of the service.</param>
    public IReadOnlyList<ServiceInstance> Instances(string service) => _services.GetValueOrDefault(service)?.Instances ?? [];

    /// <summary>Returns the instances of a service that take requests, in the order of their ids.</summary>
    /// <param name="service">The name of the service.</param>
    public IReadOnlyList<ServiceInstance> Up(string service) => _services.GetValueOrDefault(service)?.Up ?? [];

    /// <summary>
    /// Does the same for the host of a URI, which is always lowercase. If no service has exactly this name, uses those whose names differ only in case.
    /// </summary>
    internal IReadOnlyList<ServiceInstance> UpAtHost(string host)
    {
        if (_services.TryGetValue(host, out var exact))
        {
            return exact.Up;
        }

        var names = _namesIgnoringCase[host].ToArray();
        return names.Length == 1 ? Up(names[0]) : [.. names.SelectMany(Up)];
    }
}
