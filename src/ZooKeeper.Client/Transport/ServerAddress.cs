namespace ZooKeeper.Client.Transport;

/// <summary>Represents a server in the connect string.</summary>
internal sealed record ServerAddress(string Host, int Port)
{
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
