using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;
using ZooKeeper.Coordination.Queues;

namespace ZooKeeper.Coordination;

/// <summary>
/// A small queue between processes. A consumer takes an item, works, and completes it. Only one consumer has an item at a time. If a consumer fails, the next
/// one gets its item, so an item can be processed twice but is not lost. Consumers take items in the order in which they were enqueued, but skip up to 63 free
/// items while several processes collide. All members are thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// The items have the names of Apache Curator's <c>SimpleDistributedQueue</c> and ZooKeeper's own recipe, and contain only the data. These libraries can
/// enqueue here, and can consume what this library enqueues. Their consumers fail at an item that a consumer of this library has taken.
/// </para>
/// <para>ZooKeeper keeps all items in memory and is no broker: use it for jobs that are few and important, not for messages.</para>
/// </remarks>
public sealed class ZooKeeperQueue
{
    private readonly Contender _line;
    private readonly Head _head;

    /// <summary>Creates a queue. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the queue. If it does not exist, the first producer or consumer creates it, as a container.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperQueue(ZooKeeperClient client, string path, QueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        Options = options ?? new QueueOptions();
        Options.Validate();
        (Client, Path) = (client, ZnodePath.Parse(path).Value);
        Items = new NewItems(client, Path, Options);
        _head = new Head(Path, Options);
        var kind = ContenderKind.Consumer;
        _line = new Contender(ZnodePath.Combine(Path, ItemNames.Line), kind, kind.Blockers, ContenderNote.ForThisProcess(purpose: null), Options);
    }

    /// <summary>Gets the path of the queue.</summary>
    public string Path { get; }

    internal ZooKeeperClient Client { get; }

    internal QueueOptions Options { get; }

    internal NewItems Items { get; }

    /// <summary>Adds an item at the end.</summary>
    /// <remarks>
    /// If the connection is lost before the reply, the call throws an exception whose <see cref="ZooKeeperException.IsOutcomeUnknown"/> is true, and does not repeat the
    /// request: a consumer could have completed the item before this process looks for it.
    /// </remarks>
    /// <param name="data">The data. By default, servers accept less than 1 MB, including the path.</param>
    /// <param name="cancellationToken">Cancels the wait. The item may be added.</param>
    /// <returns>The name of the item.</returns>
    /// <exception cref="QueueFullException">The queue has <see cref="QueueOptions.MaxItems"/> items.</exception>
    /// <exception cref="ZooKeeperException">
    /// The request failed, for example because the data exceeds <see cref="ZooKeeperClientOptions.MaxRequestLength"/>. If <see cref="ZooKeeperException.IsOutcomeUnknown"/> is
    /// true, the item may have been added.
    /// </exception>
    public async Task<string> EnqueueAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        (await Items.CreateAsync([data], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>Adds several items at the end, in order, in one transaction: all of them, or none.</summary>
    /// <param name="items">The data of the items. By default, servers accept less than 1 MB for all of them together.</param>
    /// <param name="cancellationToken">Cancels the wait. The items may be added.</param>
    /// <returns>The names of the items.</returns>
    /// <inheritdoc cref="EnqueueAsync(ReadOnlyMemory{byte}, CancellationToken)" path="/remarks"/>
    /// <inheritdoc cref="EnqueueAsync(ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    public async Task<IReadOnlyList<string>> EnqueueAsync(IReadOnlyCollection<ReadOnlyMemory<byte>> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items.Count == 0 ? [] : await Items.CreateAsync(items, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Takes the first item that no consumer has. Waits until there is one. If the session expires meanwhile, the call continues in the next session.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The item. Complete it, or dispose it to give it back.</returns>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path or an item.</exception>
    public async Task<QueueItem> TakeAsync(CancellationToken cancellationToken = default)
    {
        var taking = NewTaking();
        return new QueueItem(await new Contention(Client, taking).WaitAsync(cancellationToken).ConfigureAwait(false), taking.Taken!, this);
    }

    /// <summary>Takes the first item that no consumer has, without waiting or for a limited time.</summary>
    /// <param name="wait">
    /// How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. By default, the call does not wait: if there is none, it costs a few reads and no
    /// write. A server that lags may not know the newest items.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The item, or null if there was none in time.</returns>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path or an item.</exception>
    public async Task<QueueItem?> TryTakeAsync(TimeSpan wait = default, CancellationToken cancellationToken = default)
    {
        var taking = NewTaking();
        return await new Contention(Client, taking).TryAsync(wait, cancellationToken).ConfigureAwait(false) is { } tenure ? new QueueItem(tenure, taking.Taken!, this) : null;
    }

    /// <summary>Reads the first items and their consumers, without taking any.</summary>
    /// <param name="items">How many items to describe, at most.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public Task<QueueState> InspectAsync(int items = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        return new QueueReader(Client, Path).ReadAsync(items, cancellationToken);
    }

    private Taking NewTaking() => new(Path, _line, _head, Options);
}
