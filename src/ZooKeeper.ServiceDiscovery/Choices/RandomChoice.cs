namespace ZooKeeper.ServiceDiscovery;

/// <summary>Chooses instances at random, all with the same probability.</summary>
/// <param name="random">The source of numbers, or null for the shared one. It must be thread-safe if the choice is used by several threads.</param>
public sealed class RandomChoice(Random? random = null) : IInstanceChoice
{
    /// <inheritdoc/>
    public ServiceInstance? Choose(IReadOnlyList<ServiceInstance> instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        return instances.Count == 0 ? null : instances[(random ?? Random.Shared).Next(instances.Count)];
    }
}
