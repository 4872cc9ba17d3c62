using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workers;

namespace ZooKeeper.Coordination.Chaos.Recipes;

/// <summary>A group that each worker joins for a while, with its name as the id.</summary>
internal sealed class MembershipRecipe() : Recipe("membership", Happening.Joined, "joins")
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan LaterPace = TimeSpan.FromMilliseconds(200);

    // A member learns of a change in the order of the wire, but its code may run later.
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(2);

    public override IEnumerable<Violation> Check(IReadOnlyList<Entry> history) => Memberships.Check(history, Name, WorkerOptions.SessionTimeout + (1.5 * ChaosRun.Tick));

    public override async Task LookAsync(ZooKeeperClient client, HistoryLog log, long at)
    {
        // A list of names does not say whose they are.
        var ids = ChaosRun.Names;
        var reads = await client.MultiReadAsync(ids.Aggregate(new MultiRead(), (all, id) => all.GetData(ZnodePath.Combine(Path, id))));
        var members = ids.Zip(reads.Results).Where(one => one.Second.Data is not null).ToDictionary(one => one.First, one => one.Second.Data!.Value.Stat.EphemeralOwner);
        log.Write(new Entry { At = at, Deadline = Clock.Now, What = Happening.Members, Workload = Name, Members = members });
    }

    protected override async Task AttemptAsync(Turn turn, CancellationToken cancellationToken)
    {
        using var end = turn.Patience(cancellationToken);
        await using var group = new ZooKeeperGroup(turn.Client, Path);
        turn.Note(Happening.Invoked);
        try
        {
            await using (var membership = await group.JoinAsync(turn.Worker, cancellationToken: end.Token))
            {
                await StayAsync(turn, membership, end.Token);
                turn.Note(Happening.Leaving);
            }

            turn.Note(Happening.Released);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            turn.Note(Happening.GaveUp);
        }
    }

    private static async Task StayAsync(Turn turn, GroupMembership membership, CancellationToken cancellationToken)
    {
        var until = Clock.In(StayTime(turn.Random));
        var (joined, doubtedSince) = (default(long?), default(long?));
        while (Clock.Now < until && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(turn.Client.Session?.Id == joined ? LaterPace : Pace, TimeProvider.System, CancellationToken.None);
            if (turn.Client.Session?.Id is not { } session || !membership.IsMember)
            {
                doubtedSince = null;
                continue;
            }

            if (await OwnerAsync(turn, membership.Path) is not { } owner)
            {
                continue; // nobody can say
            }

            if (owner == session)
            {
                if (session != joined)
                {
                    turn.Write(turn.Entry(Happening.Joined) with { Session = session });
                }

                (joined, doubtedSince) = (session, null);
            }
            else if (Clock.Between(doubtedSince ??= Clock.Now, Clock.Now) > Doubt)
            {
                turn.Write(turn.Entry(Happening.Contradicted) with { Session = session, Owner = owner });
                doubtedSince = null;
            }
        }
    }

    // Few stay so long that a lost session must be replaced while they do.
    private static TimeSpan StayTime(Random random) => TimeSpan.FromMilliseconds(random.Next(30) switch
    {
        0 => random.Next(12_000, 16_000),
        < 6 => random.Next(2_000, 4_000),
        _ => random.Next(100, 1_500),
    });

    // 0 if there is no znode; null if nobody can say.
    private static async Task<long?> OwnerAsync(Turn turn, string path)
    {
        try
        {
            await turn.Client.SyncAsync();
            return (await turn.Client.ExistsAsync(path))?.EphemeralOwner ?? 0;
        }
        catch (ZooKeeperException e) when (e.IsTransient)
        {
            return null;
        }
    }
}
