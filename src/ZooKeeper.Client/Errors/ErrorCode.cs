namespace ZooKeeper.Client;

/// <summary>
/// Specifies an error of the ZooKeeper protocol. A code that this library does not know keeps its number: <c>(ErrorCode)(-126)</c> is a valid value.
/// </summary>
public enum ErrorCode
{
    /// <summary>No error.</summary>
    Ok = 0,

    /// <summary>The server failed in a way that has no other code.</summary>
    SystemError = -1,

    /// <summary>In a failed multi, the operation comes after the one that failed.</summary>
    RuntimeInconsistency = -2,

    /// <summary>The server found its own data inconsistent.</summary>
    DataInconsistency = -3,

    /// <summary>The connection was lost before the reply. The outcome of a write is unknown.</summary>
    ConnectionLoss = -4,

    /// <summary>The server could not decode the request, or does not support it in this form.</summary>
    MarshallingError = -5,

    /// <summary>The server does not know the operation, or the operation is disabled.</summary>
    Unimplemented = -6,

    /// <summary>The operation timed out on the server.</summary>
    OperationTimeout = -7,

    /// <summary>An argument is invalid, most often the path.</summary>
    BadArguments = -8,

    /// <summary>A reconfiguration found no quorum that is synchronized with the leader.</summary>
    NewConfigNoQuorum = -13,

    /// <summary>Another reconfiguration is in progress.</summary>
    ReconfigInProgress = -14,

    /// <summary>The znode does not exist.</summary>
    NoNode = -101,

    /// <summary>The identities of the connection lack the permission.</summary>
    NoAuth = -102,

    /// <summary>The znode has a different version than the request specifies.</summary>
    BadVersion = -103,

    /// <summary>An ephemeral znode cannot have children.</summary>
    NoChildrenForEphemerals = -108,

    /// <summary>The znode already exists.</summary>
    NodeExists = -110,

    /// <summary>The znode has children.</summary>
    NotEmpty = -111,

    /// <summary>The session has expired.</summary>
    SessionExpired = -112,

    /// <summary>The ACL is empty, malformed, or uses <c>auth</c> without an identity.</summary>
    InvalidAcl = -114,

    /// <summary>The server rejected the credentials.</summary>
    AuthFailed = -115,

    /// <summary>The session has moved to another server.</summary>
    SessionMoved = -118,

    /// <summary>The server is read-only.</summary>
    NotReadOnly = -119,

    /// <summary>A local session cannot own ephemeral znodes.</summary>
    EphemeralOnLocalSession = -120,

    /// <summary>The watch does not exist.</summary>
    NoWatcher = -121,

    /// <summary>The request was not answered in time.</summary>
    RequestTimeout = -122,

    /// <summary>Reconfiguration is disabled.</summary>
    ReconfigDisabled = -123,

    /// <summary>The server requires an authentication that this connection does not have.</summary>
    SessionClosedRequireAuth = -124,

    /// <summary>The write exceeds a quota of the subtree.</summary>
    QuotaExceeded = -125,

    /// <summary>The server is overloaded and did not execute the request. Retry later.</summary>
    ThrottledOperation = -127,
}
