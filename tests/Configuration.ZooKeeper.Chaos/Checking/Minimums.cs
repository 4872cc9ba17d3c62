namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>The minimum that must have happened for a run to prove something: at least one of each, however short the run.</summary>
internal sealed record Minimums(int Faults, int Expiries, int LeaderChanges, int Transactions, int ReloadsDuringFaults, int TornReads)
{
    private static readonly TimeSpan Unit = TimeSpan.FromMinutes(10);

    /// <summary>The minimum of a run with faults of one name.</summary>
    public static Minimums OfOneFault { get; } = new(Faults: 1, Expiries: 0, LeaderChanges: 0, Transactions: 1, ReloadsDuringFaults: 0, TornReads: 0);

    public static Minimums For(TimeSpan duration)
    {
        var share = duration / Unit;
        return new(Scaled(30), Scaled(5), Scaled(3), Scaled(100), Scaled(100), TornReads: 1);

        int Scaled(int perUnit) => Math.Max((int)(perUnit * share), 1);
    }
}
