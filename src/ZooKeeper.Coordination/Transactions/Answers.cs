using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Transactions;

/// <summary>Repeats requests through lost connections and sessions. Nothing of a transaction belongs to a session.</summary>
internal static class Answers
{
    /// <summary>Sends a request until a server has answered it. Only for reads, and for writes that can happen twice.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T>> request, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await request().ConfigureAwait(false);
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await Retry.PauseAfterAsync(e, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a write. If its outcome is unknown, nothing repeats it: the caller reads instead.</summary>
    /// <returns>Whether the server has executed it. False if that is unknown.</returns>
    public static async Task<bool> WriteAsync(Func<Task> write, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await write().ConfigureAwait(false);
                return true;
            }
            catch (ZooKeeperException e) when (e.IsOutcomeUnknown && e.IsTransient)
            {
                return false;
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                await Retry.PauseAfterAsync(e, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
