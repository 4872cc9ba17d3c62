namespace ZooKeeper.Testing;

/// <summary>A server did not start. The message ends with the last lines of its log.</summary>
public sealed class ZooKeeperStartException : Exception
{
    internal ZooKeeperStartException(string message, string logTail, Exception? inner)
        : base($"{message}{Environment.NewLine}{logTail}", inner) =>
        IsPortTaken = logTail.Contains("Address already in use", StringComparison.Ordinal);

    internal bool IsPortTaken { get; }
}
