namespace ZooKeeper.ServiceDiscovery.Formats;

/// <summary>An instance, as stored in the data of its znode.</summary>
internal sealed record InstanceDocument(string Name, string Id)
{
    /// <summary>The key of the metadata for the status, as Spring Cloud uses it.</summary>
    public const string StatusKey = "instance_status";

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

    /// <summary>Gets the template for the address of the instance, as JSON, or null if there is none.</summary>
    public string? UriSpec { get; init; }

    /// <summary>Gets the property that newer releases of Curator write, or null if it is not there, which means true (CURATOR-275).</summary>
    public bool? Enabled { get; init; }

    /// <summary>Gets whether the instance takes requests: it is not disabled, and its status is absent, empty or <c>UP</c>.</summary>
    public bool IsUp => (Enabled ?? true) && (Status is null or "" || Status.Equals("UP", StringComparison.OrdinalIgnoreCase));

    private string? Status => Metadata.TryGetValue(StatusKey, out var status) ? status : null;
}
