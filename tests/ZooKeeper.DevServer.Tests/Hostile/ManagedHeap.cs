namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>What this process, and so the server in it, holds. For tests that do not run beside others.</summary>
internal static class ManagedHeap
{
    /// <summary>The bytes of all objects that are alive.</summary>
    public static long Live()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
