namespace Configuration.ZooKeeper.Revisions;

/// <summary>
/// Indicates that a znode or its access control list, on which the result depends, is not readable. Nothing was changed. Most likely, other credentials are needed.
/// </summary>
public sealed class UnreadableException : RevisionException
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="path">The full path of the znode.</param>
    /// <param name="message">What failed, why, and what to do.</param>
    public UnreadableException(string path, string message)
        : base(message) => Path = path;

    /// <summary>Gets the full path of the znode.</summary>
    public string Path { get; }
}
