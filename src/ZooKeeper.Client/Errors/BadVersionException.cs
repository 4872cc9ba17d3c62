namespace ZooKeeper.Client;

/// <summary>Indicates that the znode has a different version than the request specifies: another client changed it.</summary>
public sealed class BadVersionException : ZooKeeperException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="path">The znode of the request, if it has one.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public BadVersionException(string message, string? path = null, Exception? innerException = null)
        : base(ErrorCode.BadVersion, message, path, innerException)
    {
    }
}
