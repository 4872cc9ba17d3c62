using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;

namespace ZooKeeper.Coordination.Chaos.Recipes;

/// <summary>A double barrier for three of the four workers, so that one always waits for the next generation.</summary>
internal sealed class BarrierRecipe() : Recipe("double-barrier", Happening.Passed, "passes")
{
    private const int Participants = 3;

    public override IEnumerable<Violation> Check(IReadOnlyList<Entry> history) => Generations.Check(history, Name, Participants);

    protected override async Task AttemptAsync(Turn turn, CancellationToken cancellationToken)
    {
        using var end = turn.Patience(cancellationToken);
        turn.Note(Happening.Invoked);
        try
        {
            await using var entry = await new ZooKeeperDoubleBarrier(turn.Client, Path, Participants).EnterAsync(end.Token);
            turn.Write(turn.Entry(Happening.Passed) with { Fence = entry.Generation, Path = entry.Path });
            await turn.WaitAsync(0, 150);
            await NoteInsideAsync(turn, entry);
            if (turn.Random.Next(5) == 0)
            {
                return; // leaves without waiting for the others
            }

            await entry.LeaveAsync(CancellationToken.None);
            turn.Note(Happening.Departed);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            turn.Note(Happening.GaveUp);
        }
    }

    // A participant whose session has ended does not count, and may not know. Only the server can say that this one does.
    private static async Task NoteInsideAsync(Turn turn, BarrierEntry entry)
    {
        var inside = turn.Entry(Happening.Inside) with { Fence = entry.Generation };
        try
        {
            await turn.Client.SyncAsync();
            if (await turn.Client.ExistsAsync(entry.Path) is not null)
            {
                turn.Write(inside);
            }
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            // Nobody can say.
        }
    }
}
