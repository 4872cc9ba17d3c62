namespace ZooKeeper.ServiceDiscovery;

/// <summary>Chooses one instance after the other.</summary>
public sealed class RoundRobinChoice : IInstanceChoice
{
    // Not all processes begin with the same instance.
    private uint _next = (uint)Random.Shared.Next();

    /// <inheritdoc/>
    public ServiceInstance? Choose(IReadOnlyList<ServiceInstance> instances)
    {
        ArgumentNullException.ThrowIfNull(instances);
        return instances.Count == 0 ? null : instances[(int)(Interlocked.Increment(ref _next) % (uint)instances.Count)];
    }
}
