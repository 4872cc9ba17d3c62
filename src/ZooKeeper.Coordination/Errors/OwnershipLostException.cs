namespace ZooKeeper.Coordination;

/// <summary>Indicates that a lock or a leadership was lost before the operation took effect.</summary>
public sealed class OwnershipLostException : Exception
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What was lost, and why.</param>
    /// <param name="path">The znode of the owner.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public OwnershipLostException(string message, string path, Exception? innerException = null)
        : base(message, innerException) => Path = path;

    /// <summary>Gets the znode of the owner.</summary>
    public string Path { get; }
}
