using System.Text.Json.Serialization;

namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>One line of a run's log.</summary>
internal sealed record LogEntry
{
    /// <summary>Seconds since the start of the run.</summary>
    public required double At { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<LogKind>))]
    public required LogKind Kind { get; init; }

    /// <summary>The provider, the writer, the server or the fault.</summary>
    public string? Who { get; init; }

    /// <summary>The number of a state.</summary>
    public int? State { get; init; }

    public long? Zxid { get; init; }

    /// <summary>A digest of all keys and values that were seen.</summary>
    public string? Digest { get; init; }

    public double? Seconds { get; init; }

    public int? Sockets { get; init; }

    public long? Bytes { get; init; }

    public string? Detail { get; init; }
}
