using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests.Atomicity;

/// <summary>Several clients that commit the numbered states, racing for each: who loses goes on with the next.</summary>
internal sealed class StateWriters(NumberedState state, int last, int perSecond)
{
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private int _next = 1;

    public bool IsDone => Volatile.Read(ref _next) > last;

    public async Task WriteAsync(string connectionString)
    {
        await using var client = await ZooKeeperClient.ConnectAsync(connectionString);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var n = Volatile.Read(ref _next); n <= last; n = Volatile.Read(ref _next))
        {
            try
            {
                await client.MultiAsync(state.Step(n));
                Interlocked.CompareExchange(ref _next, n + 1, n);
            }
            catch (BadVersionException)
            {
                // Another writer has committed this one, and says so in a moment.
                await pace.WaitForNextTickAsync();
            }

            while (n > TimeProvider.System.GetElapsedTime(_started).TotalSeconds * perSecond)
            {
                await pace.WaitForNextTickAsync();
            }
        }
    }
}
