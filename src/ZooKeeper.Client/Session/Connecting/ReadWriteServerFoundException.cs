namespace ZooKeeper.Client.Session;

/// <summary>The connection to a read-only server was given up for a better one.</summary>
internal sealed class ReadWriteServerFoundException(string server) : Exception($"It is read-only, and {server} is read-write.")
{
    public string Server { get; } = server;
}
