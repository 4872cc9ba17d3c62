namespace ZooKeeper.Client.Session;

/// <summary>Indicates that the client left a read-only server because it found a read-write server.</summary>
internal sealed class ReadWriteServerFoundException(string server) : Exception($"The server is read-only, and {server} is read-write.")
{
    public string Server { get; } = server;
}
