using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Telemetry;

namespace ZooKeeper.Coordination.Semaphores;

/// <summary>The folders below the path of a semaphore.</summary>
internal sealed class SemaphoreFolders(string path, SemaphoreLayout layout)
{
    public const string LeaseSuffix = "lease-";

    private static readonly ContenderKind QueueKind = new(ContestKind.Semaphore, "queue-", "queue-");

    /// <summary>Gets the folder in which processes wait for their turn.</summary>
    public string Queue { get; } = ZnodePath.Combine(path, layout == SemaphoreLayout.Curator ? "locks" : "queue");

    /// <summary>Gets the kind of the znodes there.</summary>
    public ContenderKind Kind { get; } = layout == SemaphoreLayout.Curator ? ContenderKind.Mutex : QueueKind;

    /// <summary>Gets the folder with a znode for each permit that is taken.</summary>
    public string Leases { get; } = ZnodePath.Combine(path, "leases");

    /// <summary>Returns the znode of the permit for a process in the queue, with the same id and number.</summary>
    public string LeaseOf(string waiting)
    {
        var name = ZnodePath.NameOf(waiting);
        var suffix = name.LastIndexOf(Kind.Suffix, StringComparison.Ordinal);
        if (suffix < 0)
        {
            return waiting; // of another program
        }

        return ZnodePath.Combine(Leases, string.Concat(name.AsSpan(0, suffix), LeaseSuffix, name.AsSpan(suffix + Kind.Suffix.Length)));
    }
}
