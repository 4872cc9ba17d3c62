namespace ZooKeeper.Coordination.Tenures;

/// <summary>Limits how long a disposal waits for the server.</summary>
internal static class Farewell
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Waits for about a second, by whichever clock is faster: the clock of a test can stand still. After that, the work continues in the background, and logs
    /// its own failure.
    /// </summary>
    public static async Task WaitAsync(Task work, TimeProvider time)
    {
        using var over = new CancellationTokenSource(Patience, time);
        await work.WaitAsync(Patience, TimeProvider.System, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.IsCompleted)
        {
            await work.ConfigureAwait(false);
        }
    }
}
