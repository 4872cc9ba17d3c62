namespace ZooKeeper.Coordination.Chaos.Faults;

/// <summary>Represents a temporary fault.</summary>
/// <param name="Name">The name in the history.</param>
/// <param name="InjectAsync">Injects the fault, and returns when all is healed but the routes and the links.</param>
internal sealed record Fault(string Name, Func<Random, Task> InjectAsync)
{
    /// <summary>Gets whether the leader can change, so that workers must reach every server.</summary>
    public bool MovesLeader { get; init; }

    public static Task LastAsync(Random random, double least, double most) =>
        Task.Delay(TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least))), TimeProvider.System);
}
