using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Session;

/// <summary>What a session logs.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(1000, LogLevel.Information, "Connected to {Server}: session 0x{SessionId:x} ({Kind}), timeout {TimeoutMs} ms")]
    public static partial void Connected(ILogger logger, string server, long sessionId, string kind, double timeoutMs);

    [LoggerMessage(1001, LogLevel.Warning, "Lost the connection to {Server}: {Reason}")]
    public static partial void Disconnected(ILogger logger, string server, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "Session 0x{SessionId:x} is over; a new one follows")]
    public static partial void Expired(ILogger logger, long sessionId);

    [LoggerMessage(1003, LogLevel.Warning, "No server could be used: {Failures}")]
    public static partial void NoServer(ILogger logger, string failures);

    [LoggerMessage(1004, LogLevel.Critical,
        "The ensemble has lost its history: this client has seen zxid 0x{Seen:x}, {Server} is at 0x{Zxid:x}. It was wiped or restored; everything is read again")]
    public static partial void Wiped(ILogger logger, long seen, long zxid, string server);

    [LoggerMessage(1005, LogLevel.Warning, "{Server} took a new session but could not tell how far the ensemble is")]
    public static partial void ProbeFailed(ILogger logger, string server, Exception exception);

    [LoggerMessage(1006, LogLevel.Debug, "{Server} did not answer the closing of the session; it will expire there")]
    public static partial void CloseUnanswered(ILogger logger, string server, Exception exception);

    [LoggerMessage(1008, LogLevel.Error, "The connection failed in a way that was not foreseen")]
    public static partial void Failed(ILogger logger, Exception exception);

    [LoggerMessage(1009, LogLevel.Warning, "{Server} has no quorum and is read-only: what it has may be old. A read-write server is being looked for")]
    public static partial void ReadOnly(ILogger logger, string server);

    [LoggerMessage(1011, LogLevel.Information, "Left {Server}, which is read-only, for {Other}, which is read-write")]
    public static partial void Left(ILogger logger, string server, string other);

    [LoggerMessage(1051, LogLevel.Error, "The client's credentials do not do; the servers are tried again, slowly. {Reason}")]
    public static partial void Rejected(ILogger logger, string reason);

    [LoggerMessage(1007, LogLevel.Debug, "Session 0x{SessionId:x} is closed")]
    public static partial void Stopped(ILogger logger, long sessionId);
}
