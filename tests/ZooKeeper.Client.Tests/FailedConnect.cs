using ZooKeeper.Testing;

namespace ZooKeeper.Client.Tests;

/// <summary>A connect that fails. Its time is virtual: the connect timeout is over when all servers have been tried, however busy the machine is.</summary>
internal static class FailedConnect
{
    private const int NoServerEvent = 1003;

    // More than the pauses after the first passes, and less than any time limit of a server.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromHours(1);

    /// <summary>
    /// Connects until each server has failed, and then until the connect timeout. Until then time passes by <paramref name="step"/>: it need not, unless a server
    /// is silent or the client pauses before another pass.
    /// </summary>
    public static async Task<ConnectionLossException> OfAsync(string connectionString, Action<ZooKeeperClientOptions>? configure = null, TimeSpan step = default, RecordingLogger? recorder = null, int passes = 1)
    {
        var (time, log) = (new ManualTime(), recorder ?? new RecordingLogger());
        var connecting = TestClient.ConnectAsync(connectionString, options =>
        {
            options.TimeProvider = time;
            options.LoggerFactory = log;
            options.ConnectTimeout = Timeout;
            configure?.Invoke(options);
        });
        // The client must be in a pause: the end of the connect timeout would also be the end of a time limit of a server. A random pause can be over at once.
        await time.AdvanceUntilAsync(
            () => (log.Entries.Count(entry => entry.Id == NoServerEvent) >= passes && time.IsAwaitedWithin(LongestPause)) || connecting.IsCompleted, step);
        Assert.IsFalse(connecting.IsCompleted, "it is tried again until the connect timeout");
        time.Advance(Timeout);

        var exception = await Assert.ThrowsExactlyAsync<ConnectionLossException>(() => connecting.WaitAsync(TestClient.Deadline));
        Assert.StartsWith("No connection within 3600 s", exception.Message);
        Assert.AreEqual(ErrorCode.ConnectionLoss, exception.ErrorCode);
        return exception;
    }
}
