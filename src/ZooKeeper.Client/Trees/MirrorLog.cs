using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Trees;

/// <summary>What mirrors log (docs/diagnostics.md, "Mirrors").</summary>
internal static partial class MirrorLog
{
    [LoggerMessage(1200, LogLevel.Error, "The mirror cannot follow the server")]
    public static partial void LogFailed(this ILogger logger, Exception exception);

    [LoggerMessage(1201, LogLevel.Warning, "The znode {Path} may not be read; it and what is below it are left out, and tried again from time to time")]
    public static partial void LogUnreadable(this ILogger logger, string path);

    [LoggerMessage(1202, LogLevel.Warning, "The server did not do a read of the mirror ({Error}); it is tried again")]
    public static partial void LogRefused(this ILogger logger, ErrorCode error);

    [LoggerMessage(1203, LogLevel.Error,
        "Cannot read the znode {Path} within MaxRequestLength and MaxReplyLength. The mirror leaves it and its descendants out, and retries about every 30 seconds")]
    public static partial void LogTooLarge(this ILogger logger, string path, Exception exception);

    [LoggerMessage(1206, LogLevel.Information, "{Server} has no recursive watches; the mirror follows it with one-shot watches on every znode")]
    public static partial void LogOneShots(this ILogger logger, string server);

    [LoggerMessage(1207, LogLevel.Critical,
        "The ensemble has another history than before: at {Server} the znode {Path} is as of zxid 0x{Mzxid:x}, and up to zxid 0x{Zxid:x} it was another one. " +
        "It was wiped or restored; everything is read again")]
    public static partial void LogOtherHistory(this ILogger logger, string path, long mzxid, long zxid, string server);
}
