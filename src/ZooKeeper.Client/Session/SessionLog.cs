using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Session;

/// <summary>Defines the log messages of a session.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(1000, LogLevel.Information, "Connected to {Server}: session 0x{SessionId:x} ({Kind}), timeout {TimeoutMs} ms")]
    public static partial void Connected(ILogger logger, string server, long sessionId, string kind, double timeoutMs);

    [LoggerMessage(1001, LogLevel.Warning, "Lost the connection to {Server}. Reconnecting. {Reason}")]
    public static partial void Disconnected(ILogger logger, string server, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "Session 0x{SessionId:x} has expired. A server was last heard {SilenceSeconds:F1} s ago. Opening a new session")]
    public static partial void Expired(ILogger logger, long sessionId, double silenceSeconds);

    [LoggerMessage(1003, LogLevel.Warning, "Cannot connect to any server (attempt {Attempt}). Retrying. {Failures}")]
    public static partial void NoServer(ILogger logger, int attempt, string failures);

    [LoggerMessage(1004, LogLevel.Critical,
        "The ensemble has lost its history: this client has seen zxid 0x{Seen:x}, but {Server} is at 0x{Zxid:x}. The ensemble was wiped or restored. Re-reading everything")]
    public static partial void Wiped(ILogger logger, long seen, long zxid, string server);

    [LoggerMessage(1005, LogLevel.Warning, "{Server} accepted a new session but did not return the zxid of the ensemble. Retrying")]
    public static partial void ProbeFailed(ILogger logger, string server, Exception exception);

    [LoggerMessage(1006, LogLevel.Debug, "{Server} did not confirm that it closed the session. The session will expire")]
    public static partial void CloseUnanswered(ILogger logger, string server, Exception exception);

    [LoggerMessage(1008, LogLevel.Error, "The connection failed unexpectedly. Reconnecting")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(1009, LogLevel.Warning, "{Server} has no quorum and is read-only, so its data may be old. Looking for a read-write server")]
    public static partial void ReadOnly(ILogger logger, string server);

    [LoggerMessage(1011, LogLevel.Information, "Moving from the read-only server {Server} to the read-write server {Other}")]
    public static partial void Left(ILogger logger, string server, string other);

    [LoggerMessage(1013, LogLevel.Error, "A callback of the token of session 0x{SessionId:x} threw an exception. The other callbacks still run")]
    public static partial void EndCallbackFailed(ILogger logger, long sessionId, Exception exception);

    [LoggerMessage(1051, LogLevel.Error, "The servers reject the client's credentials. Retrying at growing intervals. {Reason}")]
    public static partial void Rejected(ILogger logger, string reason);

    [LoggerMessage(1007, LogLevel.Debug, "Closed session 0x{SessionId:x}")]
    public static partial void Stopped(ILogger logger, long sessionId);
}
