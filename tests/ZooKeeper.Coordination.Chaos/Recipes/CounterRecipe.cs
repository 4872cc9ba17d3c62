using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Recipes;

/// <summary>A counter to which workers add numbers. All numbers are large, so that few of them can explain a difference.</summary>
internal sealed class CounterRecipe() : Recipe("counter", Happening.Added, "additions")
{
    private const int LeastAmount = 500_000;
    private const int MostAmount = 1_000_000;

    public override IReadOnlyList<string> Folders => [];

    public override bool BearsDeletions => false; // a deleted counter begins again at zero

    public override IEnumerable<Violation> Check(IReadOnlyList<Entry> history) => Additions.Check([.. history.Where(entry => entry.Workload == Name)]);

    public override async Task NoteEndAsync(ZooKeeperClient client, HistoryLog log) =>
        log.Write(new Entry { At = Clock.Now, What = Happening.Total, Workload = Name, Value = await new ZooKeeperCounter(client, Path).GetAsync() });

    protected override async Task AttemptAsync(Turn turn, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(0, 60);
        using var end = turn.Patience(cancellationToken);
        var entry = turn.Entry(Happening.Invoked) with { Amount = turn.Random.Next(LeastAmount, MostAmount) };
        turn.Write(entry);
        try
        {
            var value = await new ZooKeeperCounter(turn.Client, Path).AddAsync(entry.Amount.Value, end.Token);
            turn.Write(entry with { At = Clock.Now, What = Happening.Added, Value = value });
        }
        catch (Exception e) when (e is OperationCanceledException or ZooKeeperException { IsOutcomeUnknown: true })
        {
            turn.Write(entry with { At = Clock.Now, What = Happening.Unknown });
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            turn.Note(Happening.GaveUp); // it says that nothing was added
        }
    }
}
