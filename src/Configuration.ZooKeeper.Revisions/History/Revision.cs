namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes a revision of the history.</summary>
public sealed record Revision
{
    /// <summary>Gets the number. The first revision is 1.</summary>
    public required int Number { get; init; }

    /// <summary>Gets the zxid of its transaction.</summary>
    public required long Zxid { get; init; }

    /// <summary>Gets the uid, which was chosen in its plan.</summary>
    public required Guid Uid { get; init; }

    /// <summary>Gets the kind of the revision.</summary>
    public required RevisionKind Kind { get; init; }

    /// <summary>Gets the revision that a rollback went to, or that a revert undid.</summary>
    public int? Of { get; init; }

    /// <summary>Gets when it was made, according to the author's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Gets the message, which says why the revision was made.</summary>
    public required string Message { get; init; }

    /// <summary>Gets the author, as claimed by the caller.</summary>
    public required Author ClaimedAuthor { get; init; }

    /// <summary>Gets the identities that the server had verified, as <c>scheme:id</c>. It is null if the server could not say (before 3.7).</summary>
    public IReadOnlyList<string>? ProvenIdentities { get; init; }

    /// <summary>Gets the number of changes.</summary>
    public required int ChangeCount { get; init; }

    /// <summary>Gets the zxids of the earlier transactions of an import. It is empty for a revision of one transaction.</summary>
    public IReadOnlyList<long> BatchZxids { get; init; } = [];

    /// <summary>Gets the access control lists that were changed.</summary>
    public IReadOnlyList<AccessChange> AccessChanges { get; init; } = [];

    /// <summary>
    /// Gets the changes. They contain values. A list of revisions omits changes that do not fit in a record, such as those of imports. Read such a revision by
    /// its number.
    /// </summary>
    public required IReadOnlyList<RevisionChange> Changes { get; init; }

    /// <summary>Returns the number, the kind and the message.</summary>
    public override string ToString() => $"{Number} {Kind}: {Message}";
}
