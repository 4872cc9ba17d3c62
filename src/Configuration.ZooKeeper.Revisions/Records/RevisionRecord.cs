namespace Configuration.ZooKeeper.Revisions.Records;

/// <summary>The content of a record, such as the znode <c>r/0000000042</c>.</summary>
internal sealed record RevisionRecord
{
    public int Format { get; init; } = 1;

    public required Guid Uid { get; init; }

    /// <summary>The uid of the revision before, or null.</summary>
    public Guid? Parent { get; init; }

    public required RevisionKind Kind { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Message { get; init; }

    /// <summary>The user, as the author claims.</summary>
    public string? User { get; init; }

    /// <summary>The computer, as the author claims.</summary>
    public string? Host { get; init; }

    /// <summary>The identities that the server has verified, as <c>scheme:id</c>. Null if the server cannot say.</summary>
    public IReadOnlyList<string>? Identities { get; init; }

    /// <summary>The revision that a rollback went to, or that a revert undid.</summary>
    public int? Of { get; init; }

    /// <summary>The changes. Empty if they are in chunks.</summary>
    public required IReadOnlyList<RecordedChange> Changes { get; init; }

    /// <summary>The number of changes, wherever they are.</summary>
    public required int Count { get; init; }

    /// <summary>The location of the changes if they do not fit in the record, or null.</summary>
    public ChunkReference? Chunks { get; init; }

    /// <summary>The access control lists that were changed, or null.</summary>
    public IReadOnlyList<RecordedAccess>? Access { get; init; }

    /// <summary>The zxids of the transactions of an import before the last one, or null.</summary>
    public IReadOnlyList<long>? Batches { get; init; }
}
