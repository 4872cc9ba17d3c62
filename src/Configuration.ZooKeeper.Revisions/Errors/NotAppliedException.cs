namespace Configuration.ZooKeeper.Revisions;

/// <summary>
/// Indicates that the connection was lost during an apply, and that the apply had no effect and never will. <see cref="IsTransient"/> says whether to apply the
/// plan again.
/// </summary>
public sealed class NotAppliedException : RevisionException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, why, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public NotAppliedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Gets whether the same plan can be applied again. If not, the servers most likely close the connection because the transaction is too long for them.
    /// </summary>
    public bool IsTransient { get; init; } = true;
}
