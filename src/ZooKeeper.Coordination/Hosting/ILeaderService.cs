namespace ZooKeeper.Coordination;

/// <summary>
/// Defines work that only one instance of an application does at a time. Register it with
/// <see cref="ZooKeeperCoordinationServiceCollectionExtensions.AddLeaderService{T}"/>.
/// </summary>
public interface ILeaderService
{
    /// <summary>Does the work while this instance is the leader. It is called again for each term.</summary>
    /// <param name="leadership">The leadership, with the fencing token of this term.</param>
    /// <param name="cancellationToken">
    /// Is cancelled when the leadership is lost or the host stops. Another instance can become the leader only after a loss; at shutdown, only after the work has ended.
    /// </param>
    /// <returns>A task that ends when there is nothing more to do. This instance then resigns, and is no longer a candidate.</returns>
    Task RunAsync(Leadership leadership, CancellationToken cancellationToken);
}
