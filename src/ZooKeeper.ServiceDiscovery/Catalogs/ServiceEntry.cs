using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.ServiceDiscovery.Formats;

namespace ZooKeeper.ServiceDiscovery.Catalogs;

/// <summary>The instances of one service, and the znodes that they were read from.</summary>
internal sealed class ServiceEntry
{
    private static readonly Comparer<ServiceInstance> ById = Comparer<ServiceInstance>.Create(static (one, other) => string.CompareOrdinal(one.Id, other.Id));

    private readonly Znode _source;
    private readonly Dictionary<Znode, ServiceInstance?> _read;

    private ServiceEntry(Znode source, Dictionary<Znode, ServiceInstance?> read, ServiceEntry? earlier)
    {
        (_source, _read) = (source, read);
        Instances = InOrder(read.Values.OfType<ServiceInstance>().ToHashSet(), earlier?.Instances ?? []);
        Up = [.. Instances.Where(static instance => instance.Status == ServiceStatus.Up)];
    }

    public IReadOnlyList<ServiceInstance> Instances { get; }

    public IReadOnlyList<ServiceInstance> Up { get; }

    /// <summary>Reads a service. Reuses instances that have not changed since an earlier entry.</summary>
    public static ServiceEntry Read(Znode service, ServiceLayout layout, ServiceEntry? earlier, ILogger logger)
    {
        if (earlier?._source == service)
        {
            return earlier;
        }

        var (folder, former) = (FolderOf(service, layout), earlier is null ? null : FolderOf(earlier._source, layout));
        var read = new Dictionary<Znode, ServiceInstance?>(folder?.ChildCount ?? 0);
        foreach (var znode in folder?.Children ?? [])
        {
            // Snapshots share equal znodes, so most are found by reference, without a lookup by name.
            if (earlier is null || !earlier._read.TryGetValue(znode, out var instance))
            {
                instance = former?.FindChild(znode.Name) is { } same && IsSame(same, znode) ? earlier!._read[same] : Parse(service, znode, layout, logger);
            }

            read.Add(znode, instance);
        }

        return new ServiceEntry(service, read, earlier);
    }

    /// <summary>Returns a znode, or its last readable version if a permission was taken away.</summary>
    public static Znode? Readable(Znode? znode) => znode is { IsReadable: false } ? znode.LastReadable : znode;

    private static Znode? FolderOf(Znode service, ServiceLayout layout) => Readable(layout == ServiceLayout.Curator ? service : service.FindChild("providers"));

    // Few instances come and go at once, and the others are in order already.
    private static List<ServiceInstance> InOrder(HashSet<ServiceInstance> instances, IReadOnlyList<ServiceInstance> earlier)
    {
        List<ServiceInstance> inOrder = [.. earlier.Where(instances.Remove)];
        foreach (var instance in instances.Order(ById))
        {
            var place = inOrder.BinarySearch(instance, ById);
            inOrder.Insert(place < 0 ? ~place : place, instance);
        }

        return inOrder;
    }

    private static bool IsSame(Znode former, Znode znode) =>
        (former.IsReadable, former.Stat.Czxid, former.Stat.Mzxid) == (znode.IsReadable, znode.Stat.Czxid, znode.Stat.Mzxid);

    // Curator creates the znode of an instance with data, but others write it later: empty data is none yet (CURATOR-574).
    private static ServiceInstance? Parse(Znode service, Znode znode, ServiceLayout layout, ILogger logger)
    {
        var isDubbo = layout == ServiceLayout.DubboInterfaces;
        try
        {
            return isDubbo ? DubboUrl.Parse(service.Name, znode.Name) : Readable(znode)?.Data is { Length: > 0 } data ? ServiceInstance.Parse(data) : null;
        }
        catch (FormatException e)
        {
            InstanceLog.Ignored(logger, isDubbo ? $"{service.Name}/providers/{DubboUrl.WithoutSecrets(znode.Name)}" : $"{service.Name}/{znode.Name}", e.Message);
            return null;
        }
    }
}
