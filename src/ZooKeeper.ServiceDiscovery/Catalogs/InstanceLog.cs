using Microsoft.Extensions.Logging;

namespace ZooKeeper.ServiceDiscovery.Catalogs;

/// <summary>What the reading of instances logs.</summary>
internal static partial class InstanceLog
{
    [LoggerMessage(4030, LogLevel.Warning, "Ignored the instance {Path}: {Reason}")]
    public static partial void Ignored(ILogger logger, string path, string reason);
}
