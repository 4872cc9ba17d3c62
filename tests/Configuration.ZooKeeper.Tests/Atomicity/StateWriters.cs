using ZooKeeper.Client;
using ZooKeeper.Testing;

namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>Several clients that commit the numbered states, racing for each: who loses goes on with the next.</summary>
/// <param name="state">What to write.</param>
/// <param name="atLeast">The number of transactions.</param>
/// <param name="perSecond">How many of them a second at most.</param>
/// <param name="goOn">Whether to write more than that.</param>
/// <param name="mayWrite">Whether a transaction may be written yet.</param>
internal sealed class StateWriters(NumberedState state, int atLeast, int perSecond, Func<bool> goOn, Func<int, bool> mayWrite)
{
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _next = 1;

    public int Committed => Volatile.Read(ref _next) - 1;

    public bool IsDone => Committed >= atLeast && !goOn();

    public async Task WriteAsync(ZooKeeperClientOptions connection)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(connection);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));

        // Who lost an answer cannot leave: nobody would know what the last state is.
        var isInDoubt = false;
        while (isInDoubt || !IsDone)
        {
            var n = Committed + 1;
            await Eventually.TrueAsync(() => mayWrite(n));
            try
            {
                await client.MultiAsync(state.Step(n));
            }
            catch (BadVersionException)
            {
                // Another writer has committed this one, or this one did and lost the answer.
            }
            catch (ZooKeeperException e) when (e.IsTransient)
            {
                isInDoubt = true;
                continue;
            }

            isInDoubt = false;
            Interlocked.CompareExchange(ref _next, n + 1, n);
            while (n > TimeProvider.System.GetElapsedTime(_started).TotalSeconds * perSecond)
            {
                await pace.WaitForNextTickAsync();
            }
        }
    }
}
