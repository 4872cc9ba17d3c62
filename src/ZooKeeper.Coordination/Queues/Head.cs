using ZooKeeper.Client;
using ZooKeeper.Coordination.Telemetry;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>
/// The first items of a queue, which the consumers of this process take. They read the list once for many items. While other processes take the same items, they skip a
/// random number of free ones, instead of all trying the first.
/// </summary>
internal sealed class Head(string path, QueueOptions options)
{
    private const int MostItems = 64;
    private const int MostLooks = 16;
    private const int Widest = 16;

    // An item that another consumer gave up is found this late, while there are others.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ContestTags _tags = new(ContestKind.Queue, options.MetricName);
    private List<string> _names = [];
    private long _listed;
    private int _width = 1;

    /// <summary>Gets whether other processes were faster lately, so that a look at the items saves attempts.</summary>
    public bool IsContended
    {
        get
        {
            lock (_gate)
            {
                return _width > 1;
            }
        }
    }

    /// <summary>Returns the name of an item that may be free, once. Null if the list must be read.</summary>
    public string? Next()
    {
        lock (_gate)
        {
            if (_names.Count == 0 || options.TimeProvider.GetElapsedTime(_listed) > MaxAge)
            {
                return null;
            }

            var place = Random.Shared.Next(Math.Min(_width, _names.Count));
            var name = _names[place];
            _names.RemoveAt(place);
            return name;
        }
    }

    public void OnTaken()
    {
        lock (_gate)
        {
            _width = Math.Max(_width - 1, 1);
        }
    }

    public void OnTooLate()
    {
        lock (_gate)
        {
            _width = Math.Min(_width * 2, Widest);
        }
    }

    /// <summary>Reads the list.</summary>
    /// <returns>Whether an item is free.</returns>
    public async Task<bool> ListAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        var items = await ItemsAsync(session, cancellationToken).ConfigureAwait(false);
        CoordinationMetrics.OnListed(_tags, items.Count);
        return await FillAsync(session, items, options.TimeProvider.GetTimestamp(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Drops the items that other consumers have taken, until one is free.</summary>
    public Task LookAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        List<string> names;
        long listed;
        lock (_gate)
        {
            (names, _names, listed) = (_names, [], _listed);
        }

        return FillAsync(session, names, listed, cancellationToken);
    }

    // False if none is free.
    private async Task<bool> FillAsync(ZooKeeperSession session, IReadOnlyList<string> names, long listed, CancellationToken cancellationToken)
    {
        for (var looked = 0; looked < names.Count; looked += MostLooks)
        {
            var free = await FreeAsync(session, [.. names.Skip(looked).Take(MostLooks)], cancellationToken).ConfigureAwait(false);
            if (free.Count > 0)
            {
                lock (_gate)
                {
                    (_names, _listed) = ([.. free, .. names.Skip(looked + MostLooks).Take(MostItems - free.Count)], listed);
                }

                return true;
            }
        }

        return false;
    }

    private async Task<IReadOnlyList<string>> ItemsAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        try
        {
            return ItemNames.InOrder((await AnsweredAsync(() => session.GetChildrenAsync(path, cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false)).Names);
        }
        catch (NoNodeException)
        {
            return []; // nobody has enqueued yet
        }
    }

    // In one round trip.
    private async Task<IReadOnlyList<string>> FreeAsync(ZooKeeperSession session, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var stats = await Task.WhenAll(names.Select(name => AnsweredAsync(
            () => session.ExistsAsync(ZnodePath.Combine(path, name), cancellationToken: cancellationToken), cancellationToken))).ConfigureAwait(false);
        return [.. names.Zip(stats).Where(static pair => pair.Second is { NumChildren: 0 }).Select(static pair => pair.First)];
    }

    private Task<T> AnsweredAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken) => Retry.UntilAnsweredAsync(read, options.TimeProvider, cancellationToken);
}
