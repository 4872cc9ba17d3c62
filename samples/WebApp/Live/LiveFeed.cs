using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace WebApp.Live;

/// <summary>Streams what the page shows: at once, and after each change.</summary>
internal sealed class LiveFeed(
    IOptionsMonitor<ShopOptions> shop,
    SourceWatch source,
    ReloadLog reloads,
    Lazy<ZnodeTree> tree,
    ShopEnsemble ensemble,
    LiveSignal signal,
    IHostApplicationLifetime lifetime)
{
    // Limited, because every change sends all of them.
    private const int MostZnodes = 1_000;

    private static readonly TimeSpan ReconnectionInterval = TimeSpan.FromSeconds(1);

    /// <param name="isOperator">Whether to include the operator's panel.</param>
    /// <param name="aborted">Ends the stream. Application shutdown ends it, too, so that it does not wait for open pages.</param>
    public async IAsyncEnumerable<SseItem<LiveState>> FollowAsync(bool isOperator, [EnumeratorCancellation] CancellationToken aborted)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        while (!end.IsCancellationRequested)
        {
            var next = signal.Next;
            var state = new LiveState(ShopFront.Of(shop), source.Source, isOperator ? Panel() : null);
            yield return new SseItem<LiveState>(state) { ReconnectionInterval = ReconnectionInterval };
            await next.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private OperatorPanel Panel()
    {
        var znodes = tree.Value.Znodes;
        var first = znodes.Count > MostZnodes ? znodes.Take(MostZnodes).ToArray() : znodes;
        return new OperatorPanel(ensemble.Root, ensemble.TakesWrites, source.RejectedReload, first, znodes.Count > MostZnodes, reloads.Last);
    }
}
