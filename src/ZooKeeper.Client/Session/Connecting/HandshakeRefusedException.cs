namespace ZooKeeper.Client.Session;

/// <summary>
/// The server accepted TCP and closed without an answer. It is starting, has no quorum, lags behind the client, was wiped, or has too many
/// connections; on the wire these are the same (docs/protocol.md, "Handshake").
/// </summary>
internal sealed class HandshakeRefusedException(Exception cause, string? hint) : Exception(
    "it accepted the connection and closed it without an answer " +
    $"({(hint is null ? "" : $"{hint}; ")}no quorum, starting, behind what this client has seen, or too many connections)",
    cause);
