using ZooKeeper.Client;
using ZooKeeper.Coordination.Chaos.History;
using ZooKeeper.Coordination.Chaos.Workers;

namespace ZooKeeper.Coordination.Chaos.Recipes;

/// <summary>One attempt of a worker with a recipe.</summary>
internal sealed class Turn(ZooKeeperClient client, string recipe, int attempt, Feed feed, Random random)
{
    public ZooKeeperClient Client => client;

    public int Attempt => attempt;

    public Random Random => random;

    /// <summary>Gets the name of the worker.</summary>
    public string Worker => feed.Worker;

    /// <summary>Gets an entry of now, to which more can be added.</summary>
    public Entry Entry(Happening what) => new() { At = Clock.Now, What = what, Workload = recipe, Attempt = attempt };

    public void Note(Happening what, string? detail = null) => feed.Write(Entry(what) with { Detail = detail });

    public void Write(Entry entry) => feed.Write(entry);

    public Task WaitAsync(int least, int below) => Task.Delay(TimeSpan.FromMilliseconds(random.Next(least, below)), TimeProvider.System, CancellationToken.None);

    /// <summary>Returns a source that is cancelled with the run, and for some attempts early.</summary>
    public CancellationTokenSource Patience(CancellationToken cancellationToken)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (random.Next(6) == 0)
        {
            patience.CancelAfter(TimeSpan.FromMilliseconds(random.Next(300)));
        }

        return patience;
    }
}
