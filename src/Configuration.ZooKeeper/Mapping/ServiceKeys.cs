using Configuration.ZooKeeper.Keys;
using Microsoft.Extensions.Configuration;
using ZooKeeper.Client;
using ZooKeeper.ServiceDiscovery.Formats;

namespace Configuration.ZooKeeper.Mapping;

/// <summary>
/// Returns the keys of registered service instances (docs/key-mapping.md, "Service instances"). The number of an instance depends on the others of its service,
/// so a change of one instance maps the whole service again.
/// </summary>
internal sealed class ServiceKeys(string? section, string root)
{
    // Below the paths of the source, which can override instances.
    private const int Layer = -1;

    private readonly string _prefix = (section is { Length: > 0 } ? section + ConfigurationPath.KeyDelimiter : "") + "Services" + ConfigurationPath.KeyDelimiter;

    /// <summary>Returns the definitions of the services that changed.</summary>
    /// <param name="changes">The changes.</param>
    /// <param name="tree">The earlier or the later tree.</param>
    /// <param name="warnings">The warnings to add to.</param>
    public IEnumerable<KeyDefinition> Of(IReadOnlyList<ZnodeChange> changes, TreeSnapshot tree, MappingWarnings warnings)
    {
        if (ZnodeDefinitions.Seen(tree.Find(root)) is not { } services)
        {
            return [];
        }

        return changes.Select(change => NameIn(change.Path)).OfType<string>().Distinct(StringComparer.Ordinal).Where(IsHost)
            .SelectMany(name => OfService(name, ZnodeDefinitions.Seen(services.FindChild(name)), warnings));
    }

    // A colon would begin another section.
    private static bool IsHost(string name) => !name.Contains(':', StringComparison.Ordinal);

    // The name of the service is the first part of the path below the root.
    private string? NameIn(string path)
    {
        if (path.Length <= root.Length + 1 || !ZnodePath.IsAtOrBelow(path, root))
        {
            return null;
        }

        var name = path.AsSpan(root.Length + 1);
        return (name.IndexOf('/') is >= 0 and var end ? name[..end] : name).ToString();
    }

    private IEnumerable<KeyDefinition> OfService(string name, Znode? service, MappingWarnings warnings)
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var znode in (service?.Children ?? []).OrderBy(znode => znode.Name, StringComparer.Ordinal))
        {
            var path = $"{root}/{name}/{znode.Name}";
            foreach (var (scheme, host, port) in EndpointsOf(ZnodeDefinitions.Seen(znode), path, warnings))
            {
                var number = numbers[scheme] = numbers.GetValueOrDefault(scheme, -1) + 1;
                var key = $"{_prefix}{name}{ConfigurationPath.KeyDelimiter}{scheme}{ConfigurationPath.KeyDelimiter}{number}";
                yield return new KeyDefinition(key, $"{scheme}://{UriHost.Of(host)}:{port}", Layer, path);
            }
        }
    }

    // Malformed data hides only this instance. Empty data is an instance that is not written yet (CURATOR-574).
    private static IReadOnlyList<(string Scheme, string Host, int Port)> EndpointsOf(Znode? znode, string path, MappingWarnings warnings)
    {
        if (znode?.Data is not { Length: > 0 } data)
        {
            return [];
        }

        try
        {
            var instance = InstanceReader.Read(data);
            return instance.IsUp ? DocumentEndpoints.Of(instance) : [];
        }
        catch (FormatException e)
        {
            warnings.Add(new NoInstance(path, e.Message));
            return [];
        }
    }
}
