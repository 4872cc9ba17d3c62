using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.Checking;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workers;
using ZooKeeper.Coordination.Chaos.Workloads;

namespace ZooKeeper.Coordination.Chaos.Recipes;

/// <summary>A recipe that has no owner: how workers use it, and what must hold of it. To add one, add it to <see cref="All"/>.</summary>
/// <param name="name">The name, which is that of the path, too.</param>
/// <param name="success">The entry that says that it has done what it is for.</param>
/// <param name="successes">What such entries are called in the verdict.</param>
internal abstract class Recipe(string name, Happening success, string successes)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public static IReadOnlyList<Recipe> All { get; } = [new BarrierRecipe(), new CounterRecipe(), new MembershipRecipe(), new QueueRecipe(), new TransactionRecipe()];

    public string Name => name;

    public Happening Success => success;

    public string Successes => successes;

    public string Path => $"{Workload.Root}/{name}";

    /// <summary>Gets the paths that have no child when all attempts have ended.</summary>
    public virtual IReadOnlyList<string> Folders => [Path];

    /// <summary>Gets whether another client may delete its znodes.</summary>
    public virtual bool BearsDeletions => true;

    /// <summary>Uses the recipe again and again, and notes what it is told.</summary>
    public async Task RunAsync(ZooKeeperClient client, Feed feed, Random random, CancellationToken cancellationToken)
    {
        for (var attempt = 1; !cancellationToken.IsCancellationRequested; attempt++)
        {
            var turn = new Turn(client, name, attempt, feed, random);
            try
            {
                await AttemptAsync(turn, cancellationToken);
            }
            catch (Exception e)
            {
                turn.Note(Happening.Failed, e.ToString());
                await Task.Delay(Pause, TimeProvider.System, CancellationToken.None); // a defect must not flood the history
            }

            await turn.WaitAsync(0, 20);
        }
    }

    /// <summary>Creates what the recipe needs, before the workers start.</summary>
    public virtual Task PrepareAsync(ZooKeeperClient client) => Task.CompletedTask;

    /// <summary>Looks at the znodes while workers use them. The servers have executed a write after the given time.</summary>
    public virtual Task LookAsync(ZooKeeperClient client, HistoryLog log, long at) => Task.CompletedTask;

    /// <summary>Notes what the servers have when all attempts have ended.</summary>
    public virtual Task NoteEndAsync(ZooKeeperClient client, HistoryLog log) => Task.CompletedTask;

    /// <summary>Finds broken promises in a whole history.</summary>
    public abstract IEnumerable<Violation> Check(IReadOnlyList<Entry> history);

    protected abstract Task AttemptAsync(Turn turn, CancellationToken cancellationToken);
}
