using ZooKeeper.Client;
using ZooKeeper.Coordination.Telemetry;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>
/// The first items of a queue, which the consumers of this process take. They read the list once for many items. If processes collide, each prefers items whose
/// numbers have a certain remainder, and chooses a new remainder after each collision. After a few collisions, all processes take different items.
/// </summary>
internal sealed class Head(string path, QueueOptions options)
{
    private const int MostItems = 64;
    private const int MostLooks = 16;
    private const int MostShares = 16;
    private const int TakenBeforeFewerShares = 32;

    // While there are other items, an item that a consumer gave up is found after this time at the latest.
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ContestTags _tags = new(ContestKind.Queue, options.MetricName);
    private List<string> _names = [];
    private long _listed;
    private bool _isNew;
    private int _shares = 1;
    private int _share;
    private int _taken;

    /// <summary>Returns the name of an item that may be free. Each name is returned once. Null if the list must be read.</summary>
    public string? Next()
    {
        lock (_gate)
        {
            if (_names.Count == 0 || options.TimeProvider.GetElapsedTime(_listed) > MaxAge)
            {
                return null;
            }

            var place = _names.FindIndex(IsOwnShare);
            if (place < 0)
            {
                if (!_isNew)
                {
                    return null;
                }

                place = Random.Shared.Next(Math.Min(_shares, _names.Count));
            }

            var name = _names[place];
            _names.RemoveAt(place);
            _isNew = false;
            return name;
        }
    }

    public void OnTaken()
    {
        lock (_gate)
        {
            if (++_taken % TakenBeforeFewerShares == 0)
            {
                Share(Math.Max(_shares / 2, 1));
            }
        }
    }

    public void OnTooLate()
    {
        lock (_gate)
        {
            _taken = 0;
            Share(Math.Min(_shares * 2, MostShares));
        }
    }

    /// <summary>Reads the list.</summary>
    /// <returns>Whether an item is free.</returns>
    public async Task<bool> ListAsync(ZooKeeperSession session, CancellationToken cancellationToken)
    {
        var items = await ItemsAsync(session, cancellationToken).ConfigureAwait(false);
        CoordinationMetrics.OnListed(_tags, items.Count);
        return await FillAsync(session, items, cancellationToken).ConfigureAwait(false);
    }

    private void Share(int shares) => (_shares, _share) = (shares, Random.Shared.Next(shares));

    // The last two digits of the number.
    private bool IsOwnShare(string name) => ((name[^2] * 10) + name[^1]) % _shares == _share;

    // False if none is free.
    private async Task<bool> FillAsync(ZooKeeperSession session, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        for (var looked = 0; looked < names.Count; looked += MostLooks)
        {
            var free = await FreeAsync(session, [.. names.Skip(looked).Take(MostLooks)], cancellationToken).ConfigureAwait(false);
            if (free.Count > 0)
            {
                lock (_gate)
                {
                    (_names, _listed, _isNew) = ([.. free, .. names.Skip(looked + MostLooks).Take(MostItems - free.Count)], options.TimeProvider.GetTimestamp(), true);
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
