namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>What must have happened at the least, so that a run proves something.</summary>
internal sealed record Minimums(int Faults, int Expiries, int LeaderChanges, int ReloadsDuringFaults, int TornReads)
{
    private static readonly TimeSpan Unit = TimeSpan.FromMinutes(10);

    public static Minimums For(TimeSpan duration)
    {
        var share = duration / Unit;
        return new(Scaled(30), Scaled(5), Scaled(3), Scaled(100), TornReads: 1);

        int Scaled(int perUnit) => (int)Math.Ceiling(perUnit * share);
    }
}
