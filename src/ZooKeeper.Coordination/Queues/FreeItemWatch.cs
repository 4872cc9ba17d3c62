using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Queues;

/// <summary>
/// Watches the items of a queue for the first consumer in the line: the list for new ones, and the claim of each item, which its consumer gives up or loses.
/// </summary>
internal sealed class FreeItemWatch(ZooKeeperSession session, Taking taking) : IDisposable
{
    private readonly Dictionary<string, ZnodeWatch<Stat?>> _claims = [];

    /// <summary>Waits until an item is free.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var list = await AnsweredAsync(() => session.GetChildrenAndWatchAsync(taking.Path, cancellationToken), cancellationToken).ConfigureAwait(false);
            var items = ItemNames.InOrder(list.Value.Names);
            Forget(_claims.Keys.Except(items));
            await Task.WhenAll(items.Where(name => !_claims.ContainsKey(name)).ToList().Select(name => WatchAsync(name, cancellationToken))).ConfigureAwait(false);
            if (_claims.Values.Any(static claim => claim.Value is null))
            {
                return;
            }

            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var claims = _claims.ToDictionary(claim => claim.Value.WaitAsync(end.Token), claim => claim.Key);
            var changed = await Task.WhenAny(claims.Keys.Append(list.WaitAsync(end.Token))).ConfigureAwait(false);
            await changed.ConfigureAwait(false);
            Forget(claims.Where(static claim => claim.Key.IsCompleted).Select(static claim => claim.Value));
            await end.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => Forget(_claims.Keys);

    private async Task WatchAsync(string name, CancellationToken cancellationToken)
    {
        var claim = ZnodePath.Combine(ZnodePath.Combine(taking.Path, name), ItemNames.Claim);
        var watch = await AnsweredAsync(() => session.ExistsAndWatchAsync(claim, cancellationToken), cancellationToken).ConfigureAwait(false);
        lock (_claims)
        {
            _claims.Add(name, watch);
        }
    }

    private void Forget(IEnumerable<string> names)
    {
        foreach (var name in names.ToList())
        {
            _claims[name].Dispose();
            _claims.Remove(name);
        }
    }

    private Task<T> AnsweredAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken) => Retry.UntilAnsweredAsync(read, taking.Options.TimeProvider, cancellationToken);
}
