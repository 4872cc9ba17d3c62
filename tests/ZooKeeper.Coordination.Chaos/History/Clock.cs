namespace ZooKeeper.Coordination.Chaos.History;

/// <summary>The monotonic clock, which all processes of a machine share and which no pause of a process stops.</summary>
internal static class Clock
{
    private const long NanosecondsPerTick = 100;

    /// <summary>Nanoseconds since some moment in the past.</summary>
    public static long Now => (long)((Int128)TimeProvider.System.GetTimestamp() * 1_000_000_000 / TimeProvider.System.TimestampFrequency);

    public static long In(TimeSpan time) => Now + (time.Ticks * NanosecondsPerTick);

    public static TimeSpan Between(long start, long end) => TimeSpan.FromTicks((end - start) / NanosecondsPerTick);
}
