namespace ZooKeeper.Coordination;

/// <summary>Indicates that a queue has as many items as its options permit. Nothing was enqueued.</summary>
public sealed class QueueFullException : Exception
{
    /// <summary>Creates an instance, for example to simulate this error in a test.</summary>
    /// <param name="message">What is full, and what to do.</param>
    /// <param name="path">The path of the queue.</param>
    public QueueFullException(string message, string path)
        : base(message) => Path = path;

    /// <summary>Gets the path of the queue.</summary>
    public string Path { get; }
}
