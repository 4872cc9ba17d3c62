using Microsoft.Extensions.Logging;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Barriers;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination;

/// <summary>Represents a participant that has passed a <see cref="ZooKeeperDoubleBarrier"/> and has not left yet. All members are thread-safe.</summary>
public sealed class BarrierEntry : IAsyncDisposable
{
    private readonly ZooKeeperClient _client;
    private readonly ZooKeeperSession _session;
    private readonly BarrierPlace _place;
    private readonly ILogger _logger;

    internal BarrierEntry(ZooKeeperClient client, ZooKeeperSession session, BarrierPlace place, string name, long generation, ILogger logger)
    {
        (_client, _session, _place, _logger) = (client, session, place, logger);
        Path = place.PathOf(name);
        Generation = generation;
    }

    /// <summary>Gets the znode of this participant.</summary>
    public string Path { get; }

    /// <summary>
    /// Gets the zxid of the transaction that let this generation pass. It is the same for all members, and higher than that of every earlier generation.
    /// </summary>
    public long Generation { get; }

    /// <summary>Gets a token that is cancelled when the session has ended. The others then count this participant as one that has left.</summary>
    public CancellationToken LostToken => _session.Ended;

    /// <summary>Leaves, and waits until all others of this generation have left or their sessions have ended.</summary>
    /// <param name="cancellationToken">Cancels the wait for the others. This participant leaves anyway.</param>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public async Task LeaveAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await DeleteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }

        while (!await IsOverOrWaitAsync(cancellationToken).ConfigureAwait(false))
        {
            // The next look decides, whatever ended the wait.
        }
    }

    /// <summary>Leaves without waiting for the others.</summary>
    public async ValueTask DisposeAsync() => await new Withdrawal(_session, _place.Options.TimeProvider, _logger).RunAsync(Path).ConfigureAwait(false);

    private async Task DeleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Retry.UntilAnsweredAsync(
                async () =>
                {
                    await _session.DeleteAsync(Path, cancellationToken: cancellationToken).ConfigureAwait(false);
                    return true;
                },
                _place.Options.TimeProvider,
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NoNodeException or SessionExpiredException)
        {
            // It is gone.
        }
    }

    // If the generation is not over, waits for a change and returns false.
    private async Task<bool> IsOverOrWaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Uses the client, not the session: a later session can continue the wait.
            using var look = await BarrierLook.TakeAsync(_client, _place, cancellationToken).ConfigureAwait(false);
            if (look.Generation.Zxid != Generation || look.IsOver)
            {
                return true;
            }

            await look.ChangedAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return true; // the path is deleted only after its children
        }
        catch (SessionExpiredException)
        {
            // The next session looks.
        }

        return false;
    }
}
