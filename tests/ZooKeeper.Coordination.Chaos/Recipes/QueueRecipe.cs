using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workers;

namespace ZooKeeper.Coordination.Chaos.Recipes;

/// <summary>A queue into which each worker puts items, and from which it takes some. The transaction that completes an item also writes which one it was.</summary>
internal sealed class QueueRecipe() : Recipe("queue", Happening.Completed, "items completed")
{
    private const string CompletedPath = "/written/queue";
    private const int MostReads = 200;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    public override IReadOnlyList<string> Folders => []; // items are left, which nobody has taken

    public override bool BearsDeletions => false; // a deleted item is lost

    public override Task PrepareAsync(ZooKeeperClient client) => client.CreateWithParentsAsync(CompletedPath);

    public override IEnumerable<Violation> Check(IReadOnlyList<Entry> history) => Items.Check(history, Name, WorkerOptions.SessionTimeout + (1.5 * ChaosRun.Tick));

    public override async Task NoteEndAsync(ZooKeeperClient client, HistoryLog log)
    {
        var queue = new ZooKeeperQueue(client, Path);
        var left = await queue.InspectAsync(int.MaxValue);
        log.Write(new Entry { At = Clock.Now, What = Happening.Left, Workload = Name, Count = left.Items.Count(item => item.Consumer is not null), Detail = "items that workers have taken" });
        while (await queue.TryTakeAsync() is { } item)
        {
            await using (item)
            {
                await item.CompleteAsync(Completing(item));
            }
        }

        foreach (var names in (await client.GetChildrenAsync(CompletedPath)).Names.Chunk(MostReads))
        {
            var reads = await client.MultiReadAsync(names.Aggregate(new MultiRead(), (all, name) => all.GetData(ZnodePath.Combine(CompletedPath, name))));
            foreach (var data in reads.Results.Select(result => result.Data!.Value))
            {
                log.Write(new Entry { At = Clock.Now, What = Happening.Consumed, Workload = Name, Item = Encoding.ASCII.GetString(data.Data!), Zxid = data.Stat.Czxid });
            }
        }
    }

    protected override async Task AttemptAsync(Turn turn, CancellationToken cancellationToken)
    {
        using var end = turn.Patience(cancellationToken);
        var queue = new ZooKeeperQueue(turn.Client, Path);
        await EnqueueAsync(turn, queue, end.Token);
        await turn.WaitAsync(0, 40);
        turn.Note(Happening.Invoked);
        try
        {
            await using var item = await queue.TakeAsync(end.Token);
            await WorkAsync(turn, item);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            turn.Note(Happening.GaveUp);
            return;
        }

        turn.Note(Happening.Released);
    }

    // An outcome that is not known is not repeated, so the item is there once at most.
    private static async Task EnqueueAsync(Turn turn, ZooKeeperQueue queue, CancellationToken cancellationToken)
    {
        var entry = turn.Entry(Happening.Enqueuing) with { Item = $"{turn.Worker}-{turn.Attempt}" };
        turn.Write(entry);
        try
        {
            await queue.EnqueueAsync(Encoding.ASCII.GetBytes(entry.Item), cancellationToken);
            turn.Write(entry with { At = Clock.Now, What = Happening.Enqueued });
        }
        catch (Exception e) when (e is OperationCanceledException or ZooKeeperException { IsOutcomeUnknown: true })
        {
            turn.Write(entry with { At = Clock.Now, What = Happening.Unknown });
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            // It says that nothing was added.
        }
    }

    private static async Task WorkAsync(Turn turn, QueueItem item)
    {
        var name = Encoding.ASCII.GetString(item.Data.Span);
        turn.Write(turn.Entry(Happening.Granted) with { Item = name, Fence = item.Fence, Path = item.Path });
        var (until, lastHeld) = (Clock.In(TimeSpan.FromMilliseconds(turn.Random.Next(12) == 0 ? turn.Random.Next(1_000) : turn.Random.Next(50))), (long?)null);
        while (Clock.Now is var now && now < until && item.IsHeld)
        {
            lastHeld = now;
            await Task.Delay(Pace, TimeProvider.System, CancellationToken.None);
        }

        if (lastHeld is { } held)
        {
            turn.Write(turn.Entry(Happening.LastHeld) with { At = held });
        }

        if (turn.Random.Next(8) == 0)
        {
            return; // gives it back
        }

        try
        {
            await item.CompleteAsync(Completing(item), CancellationToken.None);
            turn.Write(turn.Entry(Happening.Completed) with { Item = name });
        }
        catch (OwnershipLostException)
        {
            turn.Note(Happening.Lost);
        }
        catch (ZooKeeperException e) when (e.IsOutcomeUnknown)
        {
            turn.Write(turn.Entry(Happening.Unknown) with { Item = name });
        }
    }

    private static Multi Completing(QueueItem item) => new Multi().Create($"{CompletedPath}/c-", item.Data.ToArray(), CreateMode.PersistentSequential);
}
