using System.Collections.ObjectModel;
using System.Globalization;
using ZooKeeper.ServiceDiscovery.Formats;

namespace ZooKeeper.ServiceDiscovery;

/// <summary>Describes one instance of a service. It never changes.</summary>
public sealed class ServiceInstance
{
    /// <summary>The key of <see cref="Metadata"/> for <see cref="Status"/>, as Spring Cloud uses it.</summary>
    public const string StatusKey = InstanceDocument.StatusKey;

    /// <summary>The key of <see cref="Metadata"/> for <see cref="Weight"/>.</summary>
    public const string WeightKey = "weight";

    /// <summary>The key of <see cref="Metadata"/> for <see cref="Zone"/>.</summary>
    public const string ZoneKey = "zone";

    internal ServiceInstance(InstanceDocument document)
        : this(document, [.. DocumentEndpoints.Of(document).Select(endpoint => new InstanceEndpoint(endpoint.Scheme, endpoint.Host, endpoint.Port))])
    {
    }

    internal ServiceInstance(InstanceDocument document, IReadOnlyList<InstanceEndpoint> endpoints)
    {
        Document = document;
        Endpoints = endpoints;
        Metadata = new ReadOnlyDictionary<string, string>(document.Metadata);
        Status = document.IsUp ? ServiceStatus.Up : ServiceStatus.OutOfService;
        Weight = ParseWeight(Metadata.GetValueOrDefault(WeightKey));
    }

    /// <summary>Gets the name of the service.</summary>
    public string Name => Document.Name;

    /// <summary>Gets the id, which no other instance of the service has.</summary>
    public string Id => Document.Id;

    /// <summary>Gets the name or address of the computer, or null. An IPv6 address has no brackets.</summary>
    public string? Address => Document.Address is { } written ? UriHost.Bare(written) : null;

    /// <summary>Gets the endpoints at which the instance takes requests, https before http. Empty if it has no address or no port.</summary>
    public IReadOnlyList<InstanceEndpoint> Endpoints { get; }

    /// <summary>Gets the metadata that the instance has registered, in its original order.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Gets the share of requests that the instance should get, relative to others. The default is 1, and the minimum is 0.</summary>
    public double Weight { get; }

    /// <summary>Gets the zone, such as the data center, or null.</summary>
    public string? Zone => Metadata.GetValueOrDefault(ZoneKey);

    /// <summary>Gets whether the instance takes requests: it is not disabled, and its status is absent, empty or <c>UP</c>.</summary>
    public ServiceStatus Status { get; }

    /// <summary>Gets when the instance was registered, according to its own clock.</summary>
    public DateTimeOffset RegisteredAt => DateTimeOffset.FromUnixTimeMilliseconds(Document.RegistrationTime);

    internal InstanceDocument Document { get; }

    /// <summary>Reads an instance in the JSON of Apache Curator's x-discovery, as Spring Cloud Zookeeper and Dubbo 3 write it.</summary>
    /// <param name="json">The data of the znode.</param>
    /// <exception cref="FormatException">The data is not such an instance.</exception>
    public static ServiceInstance Parse(ReadOnlyMemory<byte> json) => new(InstanceReader.Read(json));

    /// <summary>Writes the instance in the JSON of Apache Curator's x-discovery. The payload stays as it was read, with its class.</summary>
    public byte[] ToJson() => InstanceWriter.Write(Document);

    /// <summary>Returns the name, the id and the addresses.</summary>
    public override string ToString() => $"{Name}/{Id} at {string.Join(", ", Endpoints)}";

    private static double ParseWeight(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && double.IsFinite(weight) ? Math.Max(0, weight) : 1;
}
