namespace ZooKeeper.DistributedLock;

/// <summary>Waits for asynchronous work on the thread pool, so that a synchronization context of the caller cannot deadlock it.</summary>
internal static class Blocking
{
    public static T Wait<T>(Func<Task<T>> run) => Task.Run(run).GetAwaiter().GetResult();
}
