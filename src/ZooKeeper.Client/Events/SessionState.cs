using System.Text.Json.Serialization;

namespace ZooKeeper.Client;

/// <summary>Specifies the state of a client's session with the ensemble.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SessionState>))] // a status endpoint shows words
public enum SessionState
{
    /// <summary>There is no session yet. The client tries the servers.</summary>
    Connecting,

    /// <summary>The client is connected.</summary>
    Connected,

    /// <summary>
    /// The client is connected to a server without a quorum. Reads may return old data, and writes fail. Requires
    /// <see cref="ZooKeeperClientOptions.AllowReadOnly"/>. The client moves to a read-write server as soon as it finds one.
    /// </summary>
    ConnectedReadOnly,

    /// <summary>The connection is lost. The client tries the servers, and the session may still be alive.</summary>
    Disconnected,

    /// <summary>The session has expired and its ephemeral znodes are deleted. The client opens a new session.</summary>
    Expired,

    /// <summary>The server rejected the credentials. The client retries at growing intervals.</summary>
    AuthFailed,

    /// <summary>The client was disposed.</summary>
    Closed,
}
