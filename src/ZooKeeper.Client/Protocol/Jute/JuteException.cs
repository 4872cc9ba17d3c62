namespace ZooKeeper.Client.Protocol;

/// <summary>Bytes that are not what the protocol says; the connection that sent them cannot be trusted any further.</summary>
internal sealed class JuteException(string message) : Exception(message);
