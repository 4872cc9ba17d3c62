using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>The base class of the errors of this library. Server and network errors are <see cref="ZooKeeperException"/>.</summary>
public class RevisionException : Exception
{
    /// <summary>Creates an instance.</summary>
    /// <param name="message">What failed, why, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public RevisionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
