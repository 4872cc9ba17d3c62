namespace ZooKeeper.ServiceDiscovery.Formats;

/// <summary>An instance as the data of its znode has it.</summary>
internal sealed record InstanceDocument(string Name, string Id)
{
    public string? Address { get; init; }

    public int? Port { get; init; }

    public int? SslPort { get; init; }

    /// <summary>Gets the payload as JSON, or null for JSON's null.</summary>
    public string? Payload { get; init; }

    /// <summary>Gets the metadata of the payload.</summary>
    public IDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets when it was registered, in milliseconds since the epoch.</summary>
    public long RegistrationTime { get; init; }

    public string Type { get; init; } = "DYNAMIC";

    /// <summary>Gets how an address is made of the instance, as JSON, or null if it has none.</summary>
    public string? UriSpec { get; init; }

    /// <summary>Gets the property that newer releases of Curator write, or null if it is not there, which means true (CURATOR-275).</summary>
    public bool? Enabled { get; init; }

    public bool IsEnabled => Enabled ?? true;
}
