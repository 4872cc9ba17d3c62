using ZooKeeper.Client;
using ZooKeeper.Coordination.Queues;
using ZooKeeper.Coordination.Telemetry;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>
/// Represents an item of a queue that this process has taken, and no other one has. To remove it from the queue, complete it. To give it back to the next
/// consumer, dispose it without completing it.
/// </summary>
/// <remarks>
/// If the session of this process ends first, another consumer gets the item. <see cref="Ownership.LostToken"/> is then cancelled, but possibly too late. Write
/// the result in the transaction that completes the item, or make the work safe to repeat.
/// </remarks>
public sealed class QueueItem : Ownership
{
    private readonly Tenure _tenure;
    private readonly ClaimedItem _item;
    private readonly ZooKeeperQueue _queue;

    internal QueueItem(Tenure tenure, ClaimedItem item, ZooKeeperQueue queue)
        : base(tenure) => (_tenure, _item, _queue) = (tenure, item, queue);

    /// <summary>Gets the name of the item, such as <c>qn-0000000007</c>. Two items of a queue have different names, unless the queue was empty in between.</summary>
    public string Name => ZnodePath.NameOf(_item.Path);

    /// <summary>Gets the data.</summary>
    public ReadOnlyMemory<byte> Data => _item.Znode.Data;

    /// <summary>Gets how often this item has been taken, including this time. A number above 1 means that earlier consumers failed or gave it back.</summary>
    public int Deliveries => _item.Deliveries;

    /// <summary>Gets when the item was enqueued, by the clock of the server.</summary>
    public DateTimeOffset Enqueued => _item.Znode.Stat.Ctime;

    /// <summary>Removes the item from the queue. If the connection is lost, the call finds out whether it was removed.</summary>
    /// <param name="cancellationToken">Cancels the wait. The item may be removed.</param>
    /// <exception cref="OwnershipLostException">The item is lost, and another consumer gets it. If the reply was lost as well, it may be removed; the message says so.</exception>
    /// <exception cref="InvalidOperationException">The item is already completed or given back.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken = default) => await EndAsync(new Multi(), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Removes the item from the queue and executes other writes, in one transaction: all of it takes effect, or nothing. The writes take effect at most once
    /// for each item.
    /// </summary>
    /// <param name="writes">The writes.</param>
    /// <param name="cancellationToken">Cancels the wait. The transaction may take effect.</param>
    /// <returns>The results of the writes.</returns>
    /// <exception cref="OwnershipLostException">The item is lost, and another consumer gets it. If the reply was lost as well, it may be removed; the message says so.</exception>
    /// <exception cref="ZooKeeperException">
    /// A write failed, and the item is still held. If <see cref="ZooKeeperException.IsOutcomeUnknown"/> is true, the item is gone, most likely by this transaction.
    /// </exception>
    /// <exception cref="InvalidOperationException">The item is already completed or given back.</exception>
    public async Task<MultiResults> CompleteAsync(Multi writes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writes);
        return await EndAsync(writes, cancellationToken).ConfigureAwait(false) ?? new MultiResults(0, []);
    }

    /// <summary>Moves the item to the end of another queue in one transaction, such as a queue for items that no consumer can process.</summary>
    /// <param name="other">The other queue, on the same client. Its limit is not checked.</param>
    /// <param name="cancellationToken">Cancels the wait. The item may be moved.</param>
    /// <exception cref="ArgumentException">The other queue has another client.</exception>
    /// <inheritdoc cref="CompleteAsync(Multi, CancellationToken)" path="/exception"/>
    public async Task MoveToAsync(ZooKeeperQueue other, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Client != _queue.Client)
        {
            throw new ArgumentException($"The queues '{_queue.Path}' and '{other.Path}' have different clients, so that no transaction can have both.", nameof(other));
        }

        while (true)
        {
            try
            {
                await EndAsync(other.Items.AddTo(new Multi(), Data), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (NoNodeException e) when (e.Path == other.Items.Path)
            {
                await other.Items.EnsureFolderAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<MultiResults?> EndAsync(Multi writes, CancellationToken cancellationToken) => await _tenure.EndAsync(
        async () =>
        {
            var results = await new Completion(_item, _queue.Options.TimeProvider).RunAsync(writes).ConfigureAwait(false);
            CoordinationMetrics.OnCompleted(new ContestTags(ContestKind.Queue, _queue.Options.MetricName));
            return results;
        },
        cancellationToken).ConfigureAwait(false);
}
