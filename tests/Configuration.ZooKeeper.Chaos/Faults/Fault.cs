namespace Configuration.ZooKeeper.Chaos.Faults;

/// <summary>Something that goes wrong for a while.</summary>
/// <param name="Name">What the log calls it.</param>
/// <param name="AtMost">How long it takes with all that has to heal after it, on a slow machine.</param>
/// <param name="InjectAsync">Does it, lets it last, and returns when it is healed but for <see cref="Route.Heal"/>.</param>
internal sealed record Fault(string Name, TimeSpan AtMost, Func<Random, Task> InjectAsync)
{
    /// <summary>Draws how long a fault lasts.</summary>
    public static Task LastAsync(Random random) => Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 2_500)), TimeProvider.System);
}
