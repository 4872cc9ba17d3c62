using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Watches;

/// <summary>Groups what a client needs to call the watchers of users.</summary>
internal sealed class WatchCalls
{
    public WatchCalls(ILogger logger)
    {
        Context = new CallbackContext(logger);
        Queue = new CallbackQueue(Context);
    }

    public CallbackContext Context { get; }

    public CallbackQueue Queue { get; }

    public WatchRegistry Registry { get; } = new();
}
