using System.Text.Json.Serialization;

namespace ZooKeeper.Coordination.Chaos.History;

/// <summary>One line of a history.</summary>
internal sealed record Entry
{
    /// <summary>Nanoseconds of the monotonic clock, which all processes of a machine share.</summary>
    public required long At { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<Happening>))]
    public required Happening What { get; init; }

    public string? Worker { get; init; }

    public string? Workload { get; init; }

    /// <summary>The number of the attempt in its worker.</summary>
    public int? Attempt { get; init; }

    public long? Fence { get; init; }

    /// <summary>Whether others may be owners at the same time, such as other readers.</summary>
    public bool? IsShared { get; init; }

    /// <summary>The znode of a contender, or the participant of a transaction.</summary>
    public string? Path { get; init; }

    /// <summary>Until when the owner may count on it, as known at the grant. For a leader, until when it surely led. For an intervention or a look, when it was over.</summary>
    public long? Deadline { get; init; }

    /// <summary>The session of a worker.</summary>
    public long? Session { get; init; }

    /// <summary>The session that owns the znode of a grant. For a closed session, that session, if the server says that it is closed.</summary>
    public long? Owner { get; init; }

    public string? Server { get; init; }

    public long? Zxid { get; init; }

    public int? Count { get; init; }

    /// <summary>An item of a queue, or the id of a transaction. No two items have the same.</summary>
    public string? Item { get; init; }

    /// <summary>Whether a transaction is committed.</summary>
    public bool? IsCommitted { get; init; }

    /// <summary>What a worker adds to the counter.</summary>
    public long? Amount { get; init; }

    /// <summary>The value of the counter.</summary>
    public long? Value { get; init; }

    /// <summary>The sessions of the members, by their ids.</summary>
    public IReadOnlyDictionary<string, long>? Members { get; init; }

    public double? Seconds { get; init; }

    public IReadOnlyList<string>? Names { get; init; }

    public string? Detail { get; init; }
}
