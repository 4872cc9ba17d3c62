using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace WebApp.Live;

/// <summary>Produces the content of the page: at once, and again after every change.</summary>
internal sealed class LiveFeed(
    IOptionsMonitor<ShopOptions> shop,
    SourceWatch source,
    ReloadLog reloads,
    Lazy<ZnodeTree> tree,
    ShopEnsemble ensemble,
    LiveSignal signal,
    IHostApplicationLifetime lifetime)
{
    // All of them are sent again after every change.
    private const int MostZnodes = 1_000;

    private static readonly TimeSpan ReconnectionInterval = TimeSpan.FromSeconds(1);

    /// <param name="isOperator">Whether the content includes the operator's panel.</param>
    /// <param name="aborted">Ends the feed. The feed also ends when the application stops, which would otherwise wait for it.</param>
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
