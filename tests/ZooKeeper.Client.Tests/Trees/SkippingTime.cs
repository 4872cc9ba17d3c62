namespace ZooKeeper.Client.Tests.Trees;

/// <summary>Real time with a clock that tests can advance. Timers run as usual.</summary>
internal sealed class SkippingTime : TimeProvider
{
    private long _skipped;

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _skipped);

    public void Skip(TimeSpan time) => Interlocked.Add(ref _skipped, (long)(time.TotalSeconds * TimestampFrequency));
}
