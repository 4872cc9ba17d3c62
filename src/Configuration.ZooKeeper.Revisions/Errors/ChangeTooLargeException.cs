namespace Configuration.ZooKeeper.Revisions;

/// <summary>Indicates that a plan does not fit in one transaction. Import it in several.</summary>
public sealed class ChangeTooLargeException : RevisionException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, why, and what to do.</param>
    public ChangeTooLargeException(string message)
        : base(message)
    {
    }
}
