namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>The minimum that must have happened for a run to prove something: at least one of each, however short the run.</summary>
internal sealed record Minimums(int Faults, int Expiries, int LeaderChanges, int Transactions, int ReloadsDuringFaults, int TornReads)
{
    private static readonly TimeSpan Unit = TimeSpan.FromMinutes(10);

    public static Minimums For(TimeSpan duration)
    {
        var share = duration / Unit;
        return new(Scaled(30), Scaled(5), Scaled(3), Scaled(100), Scaled(100), TornReads: 1);

        int Scaled(int perUnit) => Math.Max((int)(perUnit * share), 1);
    }
}
