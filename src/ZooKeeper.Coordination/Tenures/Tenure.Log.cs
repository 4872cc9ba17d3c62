using Microsoft.Extensions.Logging;

namespace ZooKeeper.Coordination.Tenures;

/// <content>What a tenure logs.</content>
internal sealed partial class Tenure
{
    [LoggerMessage(4001, LogLevel.Warning, "Lost the ownership of {Path}: {Loss}")]
    private static partial void LogLost(ILogger logger, string path, TenureLoss loss);

    [LoggerMessage(4002, LogLevel.Warning, "Cannot watch {Path}. If another client deletes it, the owner is not told")]
    private static partial void LogNotWatched(ILogger logger, string path, Exception exception);

    [LoggerMessage(4004, LogLevel.Error, "A callback of the LostToken of {Path} threw an exception. The other callbacks still run")]
    private static partial void LogCallbackFailed(ILogger logger, string path, Exception exception);
}
