using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Contending;

/// <summary>Contends for a limited time.</summary>
internal static class Timed
{
    /// <returns>The tenure, or null if the time was over before.</returns>
    public static async Task<Tenure?> TryAsync(Contention contention, TimeSpan wait, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        if (wait == TimeSpan.Zero)
        {
            return await contention.TryAsync(cancellationToken).ConfigureAwait(false);
        }

        using var timeout = new CancellationTokenSource(wait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await contention.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
