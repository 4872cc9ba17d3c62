using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Trees;

/// <summary>Defines the log messages of mirrors (docs/diagnostics.md, "Events").</summary>
internal static partial class MirrorLog
{
    [LoggerMessage(1200, LogLevel.Error, "The mirror cannot follow the server")]
    public static partial void LogFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1201, LogLevel.Warning,
        "Cannot read the znode {Path}: {Reason}. The mirror leaves it and its descendants out, and retries about every 30 seconds")]
    public static partial void LogUnreadable(this ILogger logger, string path, string reason);

    [LoggerMessage(1202, LogLevel.Warning, "The server rejected a request of the mirror: {Error}. Retrying in 200 ms")]
    public static partial void LogRefused(this ILogger logger, ErrorCode error);

    [LoggerMessage(1203, LogLevel.Error,
        "Cannot read the znode {Path} within MaxRequestLength and MaxReplyLength. The mirror leaves it and its descendants out, and retries about every 30 seconds")]
    public static partial void LogTooLarge(this ILogger logger, string path, Exception exception);

    [LoggerMessage(1206, LogLevel.Information, "{Server} has no recursive watches. The mirror sets one-shot watches on every znode")]
    public static partial void LogOneShots(this ILogger logger, string server);

    [LoggerMessage(1207, LogLevel.Critical,
        "The ensemble was wiped or restored: on {Server}, the znode {Path} was last written at zxid 0x{Mzxid:x}, but the mirror knows another znode up to zxid " +
        "0x{Zxid:x}. The mirror reads everything again")]
    public static partial void LogOtherHistory(this ILogger logger, string path, long mzxid, long zxid, string server);
}
