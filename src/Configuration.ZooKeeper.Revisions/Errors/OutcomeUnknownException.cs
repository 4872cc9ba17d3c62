namespace Configuration.ZooKeeper.Revisions;

/// <summary>
/// Indicates that the connection was lost during an apply, and that it is not known whether the apply was executed. Ask again later with
/// <see cref="ManagedRoot.ResolveAsync"/> and the same plan.
/// </summary>
public sealed class OutcomeUnknownException : RevisionException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="uid">The uid of the plan.</param>
    /// <param name="message">What failed, why, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public OutcomeUnknownException(Guid uid, string message, Exception? innerException = null)
        : base(message, innerException) => Uid = uid;

    /// <summary>Gets the uid of the plan. If the plan was applied, the record of the revision contains it.</summary>
    public Guid Uid { get; }
}
