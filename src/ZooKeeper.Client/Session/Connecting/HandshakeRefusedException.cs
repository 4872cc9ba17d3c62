namespace ZooKeeper.Client.Session;

/// <summary>
/// Indicates that the server accepted the connection and closed it without an answer. The server is starting, has no quorum, is behind the client, was wiped,
/// or has too many connections. On the wire, these look the same (docs/protocol.md, "Handshake").
/// </summary>
internal sealed class HandshakeRefusedException(Exception cause, string? hint) : Exception(
    "it accepted the connection and closed it without an answer " +
    $"({(hint is null ? "" : $"{hint}; ")}no quorum, starting, behind what this client has seen, or too many connections)",
    cause);
