namespace ZooKeeper.Client.Tests.Tls;

/// <summary>Real time, except that the date is a later one.</summary>
internal sealed class LaterClock(TimeSpan offset) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
