using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>
/// Watches the items of a queue for the first consumer in the line: the list for new ones, and the claim of each item, which its consumer gives up or loses.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="taking">What the consumer takes.</param>
/// <param name="isThorough">
/// Whether to look for other children of an item, too, at the cost of a request for each item without a claim. No consumer takes an item that has any.
/// </param>
internal sealed class FreeItemWatch(ZooKeeperSession session, Taking taking, bool isThorough) : IDisposable
{
    private readonly Dictionary<string, Watched> _items = [];

    /// <summary>Waits until an item is free.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var list = await AnsweredAsync(() => session.GetChildrenAndWatchAsync(taking.Path, cancellationToken), cancellationToken).ConfigureAwait(false);
            var names = ItemNames.InOrder(list.Value.Names);
            Forget(_items.Keys.Except(names));
            await Task.WhenAll(names.Where(name => !_items.ContainsKey(name)).ToList().Select(name => WatchAsync(name, cancellationToken))).ConfigureAwait(false);
            if (_items.Values.Any(static item => item.IsFree))
            {
                return;
            }

            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var changes = _items.SelectMany(item => item.Value.ChangesAsync(end.Token).Select(change => (Change: change, Name: item.Key))).ToList();
            var changed = await Task.WhenAny(changes.Select(static item => item.Change).Append(list.WaitAsync(end.Token))).ConfigureAwait(false);
            await changed.ConfigureAwait(false);
            Forget(changes.Where(static item => item.Change.IsCompleted).Select(static item => item.Name).Distinct());
            await end.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => Forget(_items.Keys);

    private async Task WatchAsync(string name, CancellationToken cancellationToken)
    {
        var item = ZnodePath.Combine(taking.Path, name);
        var claim = await AnsweredAsync(() => session.ExistsAndWatchAsync(ZnodePath.Combine(item, ItemNames.Claim), cancellationToken), cancellationToken).ConfigureAwait(false);
        var watched = new Watched(claim);
        lock (_items)
        {
            _items.Add(name, watched);
        }

        if (isThorough && claim.Value is null)
        {
            watched.Children = await TryWatchChildrenAsync(item, cancellationToken).ConfigureAwait(false);
        }
    }

    // Null if the item is gone.
    private async Task<ZnodeWatch<ZnodeChildren>?> TryWatchChildrenAsync(string item, CancellationToken cancellationToken)
    {
        try
        {
            return await AnsweredAsync(() => session.GetChildrenAndWatchAsync(item, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private void Forget(IEnumerable<string> names)
    {
        foreach (var name in names.ToList())
        {
            _items[name].Dispose();
            _items.Remove(name);
        }
    }

    private Task<T> AnsweredAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken) => Retry.UntilAnsweredAsync(read, taking.Options.TimeProvider, cancellationToken);

    private sealed class Watched(ZnodeWatch<Stat?> claim) : IDisposable
    {
        public ZnodeWatch<ZnodeChildren>? Children { get; set; }

        public bool IsFree => claim.Value is null && Children is not { Value.Names.Count: > 0 };

        public IEnumerable<Task> ChangesAsync(CancellationToken cancellationToken) =>
            Children is { } children ? [claim.WaitAsync(cancellationToken), children.WaitAsync(cancellationToken)] : [claim.WaitAsync(cancellationToken)];

        public void Dispose()
        {
            claim.Dispose();
            Children?.Dispose();
        }
    }
}
