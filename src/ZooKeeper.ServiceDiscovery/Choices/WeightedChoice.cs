namespace ZooKeeper.ServiceDiscovery;

/// <summary>
/// Chooses instances at random, in proportion to <see cref="ServiceInstance.Weight"/>. If no instance has a weight above 0, all have the same probability.
/// </summary>
/// <param name="random">The source of numbers, or null for the shared one. It must be thread-safe if the choice is used by several threads.</param>
public sealed class WeightedChoice(Random? random = null) : IInstanceChoice
{
    /// <inheritdoc/>
    public ServiceInstance? Choose(IReadOnlyList<ServiceInstance> instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        var source = random ?? Random.Shared;
        var total = instances.Sum(instance => instance.Weight);
        if (total is not > 0 || !double.IsFinite(total))
        {
            return new RandomChoice(source).Choose(instances);
        }

        var left = source.NextDouble() * total;
        foreach (var instance in instances)
        {
            left -= instance.Weight;
            if (left < 0)
            {
                return instance;
            }
        }

        return instances.Last(instance => instance.Weight > 0); // rounding
    }
}
