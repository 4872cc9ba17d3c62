namespace ZooKeeper.ServiceDiscovery;

/// <summary>Chooses one of several instances, such as for the next request. Implementations are thread-safe.</summary>
public interface IInstanceChoice
{
    /// <summary>Chooses an instance.</summary>
    /// <param name="instances">The instances to choose from, such as those of <see cref="ServiceView.Up"/>.</param>
    /// <returns>The instance, or null if there is none.</returns>
    ServiceInstance? Choose(IReadOnlyList<ServiceInstance> instances);
}
