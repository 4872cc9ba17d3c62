namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>Represents a temporary fault.</summary>
/// <param name="Name">The name in the log.</param>
/// <param name="AtMost">The longest duration on a slow machine, including recovery.</param>
/// <param name="InjectAsync">Injects the fault, and returns once it is healed except for <see cref="Route.Heal"/>.</param>
internal sealed record Fault(string Name, TimeSpan AtMost, Func<Random, Task> InjectAsync)
{
    /// <summary>Draws how long a fault lasts.</summary>
    public static Task LastAsync(Random random) => Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 2_500)), TimeProvider.System);
}
