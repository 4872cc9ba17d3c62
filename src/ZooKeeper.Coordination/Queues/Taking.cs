using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Telemetry;

namespace ZooKeeper.Coordination.Queues;

/// <summary>One call of a consumer that wants an item.</summary>
/// <param name="path">The path of the queue.</param>
/// <param name="line">The consumers that wait: the first of them watches the items.</param>
/// <param name="head">The first items.</param>
/// <param name="options">The options.</param>
internal sealed class Taking(string path, Contender line, Head head, QueueOptions options) : IContest
{
    public ContenderOptions Options => options;

    public string Path => path;

    public ContestKind MeasuredAs => ContestKind.Queue;

    public Contender Line => line;

    public Head Head => head;

    /// <summary>Gets the item that the call has taken.</summary>
    public ClaimedItem? Taken { get; set; }

    public IAttempt Begin(ZooKeeperSession session) => new TakeAttempt(session, this);

    // The attempt itself reads before it writes.
    public Task<bool> IsFreeAsync(ZooKeeperOperations operations, CancellationToken cancellationToken) => Task.FromResult(true);
}
