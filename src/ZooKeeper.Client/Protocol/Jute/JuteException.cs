namespace ZooKeeper.Client.Protocol;

/// <summary>Indicates bytes that violate the protocol. The connection that sent them cannot be used any more.</summary>
internal sealed class JuteException(string message) : Exception(message);
