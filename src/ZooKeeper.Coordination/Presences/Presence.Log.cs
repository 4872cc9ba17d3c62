using Microsoft.Extensions.Logging;

namespace ZooKeeper.Coordination.Presences;

/// <content>What a presence logs.</content>
internal sealed partial class Presence
{
    [LoggerMessage(4020, LogLevel.Warning, "The session that {Path} belonged to has ended. The znode is created again in the next session")]
    private static partial void LogLost(ILogger logger, string path);

    [LoggerMessage(4021, LogLevel.Information, "Created {Path} again")]
    private static partial void LogRestored(ILogger logger, string path);

    [LoggerMessage(4022, LogLevel.Warning, "Session 0x{Session:x} has taken {Path}: two processes have the same id. This one waits until the other is gone")]
    private static partial void LogDisplaced(ILogger logger, string path, long session);

    [LoggerMessage(4023, LogLevel.Error, "Cannot create {Path}. Retrying in {Delay}")]
    private static partial void LogFailed(ILogger logger, string path, TimeSpan delay, Exception exception);
}
