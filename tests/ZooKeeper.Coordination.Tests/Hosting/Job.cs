namespace ZooKeeper.Coordination.Tests.Hosting;

/// <summary>Work whose steps a test decides.</summary>
internal sealed class Job(JobScript script) : ILeaderService
{
    public Task RunAsync(Leadership leadership, CancellationToken cancellationToken) => script.RunAsync(leadership, cancellationToken);
}

/// <summary>What the work of one host does, and how often it was begun.</summary>
internal sealed class JobScript
{
    private int _begun;

    public int Begun => Volatile.Read(ref _begun);

    public long Fence { get; private set; }

    /// <summary>By default, the work runs until it is cancelled.</summary>
    public Func<int, CancellationToken, Task> Body { get; set; } = (_, end) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end);

    public Task RunAsync(Leadership leadership, CancellationToken end)
    {
        Fence = leadership.Fence;
        return Body(Interlocked.Increment(ref _begun), end);
    }
}
