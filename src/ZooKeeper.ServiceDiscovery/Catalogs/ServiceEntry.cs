using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.ServiceDiscovery.Formats;

namespace ZooKeeper.ServiceDiscovery.Catalogs;

/// <summary>The instances of one service, and the znodes that they were read from.</summary>
internal sealed class ServiceEntry
{
    private readonly Znode _source;
    private readonly Dictionary<string, (Znode Znode, ServiceInstance? Instance)> _read;

    private ServiceEntry(Znode source, Dictionary<string, (Znode Znode, ServiceInstance? Instance)> read)
    {
        (_source, _read) = (source, read);
        Instances = [.. read.Values.Where(pair => pair.Instance is not null).Select(pair => pair.Instance!).OrderBy(instance => instance.Id, StringComparer.Ordinal)];
        Up = [.. Instances.Where(instance => instance.Status == ServiceStatus.Up)];
    }

    public IReadOnlyList<ServiceInstance> Instances { get; }

    public IReadOnlyList<ServiceInstance> Up { get; }

    /// <summary>Reads a service. What has not changed since an earlier entry is not read again.</summary>
    public static ServiceEntry Read(Znode service, ServiceLayout layout, ServiceEntry? earlier, ILogger logger)
    {
        if (earlier?._source == service)
        {
            return earlier;
        }

        var folder = layout == ServiceLayout.Curator ? service : service.FindChild("providers");
        var read = new Dictionary<string, (Znode, ServiceInstance?)>(StringComparer.Ordinal);
        foreach (var znode in Readable(folder)?.Children ?? [])
        {
            read[znode.Name] = earlier?._read.GetValueOrDefault(znode.Name) is { Znode: not null } former && IsSame(former.Znode, znode)
                ? former
                : (znode, layout == ServiceLayout.Curator ? Parse(service, znode, logger) : DubboUrl.Parse(service.Name, znode.Name));
        }

        return new ServiceEntry(service, read);
    }

    /// <summary>Returns a znode, or its last readable version if a permission was taken away.</summary>
    public static Znode? Readable(Znode? znode) => znode is { IsReadable: false } ? znode.LastReadable : znode;

    private static bool IsSame(Znode former, Znode znode) =>
        (former.IsReadable, former.Stat.Czxid, former.Stat.Mzxid) == (znode.IsReadable, znode.Stat.Czxid, znode.Stat.Mzxid);

    // Curator creates the znode of an instance with data, but others write it later: empty data is none yet (CURATOR-574).
    private static ServiceInstance? Parse(Znode service, Znode znode, ILogger logger)
    {
        if (Readable(znode)?.Data is not { Length: > 0 } data)
        {
            return null;
        }

        try
        {
            return ServiceInstance.Parse(data);
        }
        catch (FormatException e)
        {
            InstanceLog.Ignored(logger, $"{service.Name}/{znode.Name}", e.Message);
            return null;
        }
    }
}
