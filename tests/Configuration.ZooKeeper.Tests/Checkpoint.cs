namespace Configuration.ZooKeeper.Tests;

/// <summary>Blocks the application's code where a test wants it, until the test lets it go on.</summary>
internal sealed class Checkpoint : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly ManualResetEventSlim _isReached = new();
    private readonly ManualResetEventSlim _isOpen = new();

    /// <summary>Called by the code that is to be blocked.</summary>
    public void Pass()
    {
        _isReached.Set();
        _isOpen.Wait(Deadline);
    }

    /// <summary>Returns when the code is blocked.</summary>
    public void WaitUntilReached() => Assert.IsTrue(_isReached.Wait(Deadline));

    /// <summary>Lets the code go on, now and later.</summary>
    public void Open() => _isOpen.Set();

    public void Dispose()
    {
        Open();
        _isReached.Dispose();
    }
}
