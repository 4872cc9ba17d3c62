namespace Configuration.ZooKeeper.Revisions;

/// <summary>Indicates that a file cannot be read, or that a state cannot be written in a format. The message quotes no values.</summary>
public sealed class InvalidInputException : RevisionException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, why, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public InvalidInputException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
