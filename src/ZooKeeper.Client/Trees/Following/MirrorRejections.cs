using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>Logs what the server rejects on one connection. Each rejected request is retried, so a lasting error is logged at growing intervals.</summary>
internal sealed class MirrorRejections(TimeProvider time, ILogger logger)
{
    private readonly RepeatedWarning _warning = new(time);

    public void Log(ErrorCode error)
    {
        if (_warning.OnFailed(error.ToString()))
        {
            logger.LogRefused(error);
        }
    }

    public void Log(ZooKeeperException error)
    {
        if (_warning.OnFailed(error.Message))
        {
            logger.LogFailed(error);
        }
    }
}
