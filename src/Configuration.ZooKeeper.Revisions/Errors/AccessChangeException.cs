namespace Configuration.ZooKeeper.Revisions;

/// <summary>
/// Indicates that access control lists were changed, but that others of the plan were not, or that the history does not show the change. The inner exception is
/// the cause.
/// </summary>
public sealed class AccessChangeException : RevisionException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="changed">The number of lists that were changed.</param>
    /// <param name="revision">The number of the revision that records them, or null if none does.</param>
    /// <param name="message">What failed, why, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public AccessChangeException(int changed, int? revision, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Changed = changed;
        Revision = revision;
    }

    /// <summary>Gets the number of lists that were changed.</summary>
    public int Changed { get; }

    /// <summary>Gets the number of the revision that records the lists that were changed, or null if none does.</summary>
    public int? Revision { get; }
}
