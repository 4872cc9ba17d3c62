using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>Creates the items of a queue.</summary>
internal sealed class NewItems(ZooKeeperClient client, string path, QueueOptions options)
{
    private volatile int _known;

    /// <summary>Gets the path of an item, without its number.</summary>
    public string Path { get; } = ZnodePath.Combine(path, ItemNames.Prefix);

    public Multi AddTo(Multi multi, ReadOnlyMemory<byte> data) => multi.Create(Path, data.ToArray(), CreateMode.PersistentSequential, options.Acl);

    /// <summary>
    /// Creates items in one transaction. Never repeats a transaction that may have taken effect: consumers may already have completed its items, which leaves
    /// no trace.
    /// </summary>
    public async Task<IReadOnlyList<string>> CreateAsync(IReadOnlyCollection<ReadOnlyMemory<byte>> items, CancellationToken cancellationToken)
    {
        var multi = items.Aggregate(new Multi(), AddTo);
        while (true)
        {
            await DemandRoomAsync(items.Count, cancellationToken).ConfigureAwait(false);
            var (creation, look) = (client.MultiAsync(multi, cancellationToken), LookAsync(cancellationToken));
            await Task.WhenAll(creation, look).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                return [.. (await creation.ConfigureAwait(false)).Select(static created => ZnodePath.NameOf(created.Path))];
            }
            catch (NoNodeException)
            {
                await EnsureFolderAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (NodeExistsException e)
            {
                throw new InvalidOperationException(
                    $"The server has no more numbers for items of '{path}': 2³¹ were created below it. Let consumers empty the queue, and delete the path, so that the numbers start again.", e);
            }
            catch (ZooKeeperException e) when (e.IsTransient && !e.IsOutcomeUnknown)
            {
                await Retry.PauseAfterAsync(e, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Creates the path, as a container: the server deletes it some time after the last item and the last consumer have gone.</summary>
    public async Task EnsureFolderAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Retry.UntilAnsweredAsync(
                () => client.CreateWithParentsAsync(path, mode: CreateMode.Container, acl: options.Acl, parents: CreateMode.Container, cancellationToken: cancellationToken),
                options.TimeProvider,
                cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Another process was faster.
        }
    }

    private async Task DemandRoomAsync(int count, CancellationToken cancellationToken)
    {
        if (_known + count <= options.MaxItems)
        {
            return;
        }

        var items = await CountAsync(cancellationToken).ConfigureAwait(false);
        if (items + count > options.MaxItems)
        {
            throw new QueueFullException(
                $"The queue '{path}' has {items} items, and {count} more would exceed {nameof(QueueOptions)}.{nameof(QueueOptions.MaxItems)} = {options.MaxItems}. Wait until "
                + "consumers have completed some, start more consumers, or raise the limit.",
                path);
        }
    }

    // Right behind a creation, it costs no extra round trip. The count includes the znode of waiting consumers, which CountAsync subtracts near the limit.
    private async Task LookAsync(CancellationToken cancellationToken) =>
        _known = (await client.ExistsAsync(path, cancellationToken: cancellationToken).ConfigureAwait(false))?.NumChildren ?? 0;

    private Task<int> CountAsync(CancellationToken cancellationToken) => Retry.UntilAnsweredAsync(
        async () =>
        {
            var (look, line) = (LookAsync(cancellationToken), client.ExistsAsync(ZnodePath.Combine(path, ItemNames.Line), cancellationToken: cancellationToken));
            await Task.WhenAll(look, line).ConfigureAwait(false);
            return _known - (await line.ConfigureAwait(false) is null ? 0 : 1);
        },
        options.TimeProvider,
        cancellationToken);
}
