namespace Configuration.ZooKeeper.Revisions;

/// <summary>
/// Indicates that a plan, an import or a compaction does not fit the current state of ZooKeeper. An apply in one transaction changed nothing. Earlier
/// transactions of an import stay.
/// </summary>
public sealed class RevisionConflictException : RevisionException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="message">What failed, why, and what to do.</param>
    /// <param name="paths">The affected znodes.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public RevisionConflictException(ConflictReason reason, string message, IReadOnlyList<string>? paths = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        Paths = paths ?? [];
    }

    /// <summary>Gets the reason.</summary>
    public ConflictReason Reason { get; }

    /// <summary>Gets the full paths of the affected znodes.</summary>
    public IReadOnlyList<string> Paths { get; }
}
