using ZooKeeper.Client;
using ZooKeeper.Coordination.Following;

namespace ZooKeeper.ServiceDiscovery;

/// <summary>
/// Provides all services below a path and their instances, always as they were after one transaction. During an outage, it keeps the last answer. All members
/// are thread-safe.
/// </summary>
/// <remarks>It follows everything below the path with one mirror, so that any number of services costs the server one watch, and a name that does not exist costs nothing.</remarks>
public sealed class ZooKeeperServiceCatalog : IAsyncDisposable
{
    private readonly FollowedPath<ServiceView> _followed;

    /// <summary>Creates a catalog. Sends nothing: the first use begins to follow the services.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The root or an option is invalid.</exception>
    public ZooKeeperServiceCatalog(ZooKeeperClient client, ServiceCatalogOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        var settings = options ?? new ServiceCatalogOptions();
        settings.Validate();
        Root = ZnodePath.Parse(settings.Root).Value;
        var logger = settings.LoggerFactory.CreateLogger("ZooKeeper.ServiceDiscovery");
        _followed = new FollowedPath<ServiceView>(client, Root, (snapshot, earlier) => new ServiceView(snapshot, settings, earlier, logger), typeof(ZooKeeperServiceCatalog));
    }

    /// <summary>Gets the path that has the services below it.</summary>
    public string Root { get; }

    /// <summary>Gets the latest view, or null before the first one. During an outage, it stays as it is.</summary>
    public ServiceView? Current => _followed.Current;

    /// <summary>Gets whether <see cref="Current"/> is not verified on the current connection, or there is no connection.</summary>
    public bool IsStale => _followed.IsStale;

    /// <summary>Gets the error that prevents the catalog from following the services, or null.</summary>
    public ZooKeeperException? LastError => _followed.LastError;

    /// <summary>Gets the latest view. Waits for the first one, and costs no request after that.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ObjectDisposedException">The catalog or the client was disposed.</exception>
    public Task<ServiceView> GetViewAsync(CancellationToken cancellationToken = default) => _followed.GetAsync(cancellationToken);

    /// <summary>
    /// Follows all services. The first element is the current view. Views in between can be skipped, but a later view contains their changes.
    /// </summary>
    /// <param name="cancellationToken">Ends the sequence with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ObjectDisposedException">The catalog or the client was disposed.</exception>
    public IAsyncEnumerable<ServiceView> ObserveAsync(CancellationToken cancellationToken = default) => _followed.ObserveAsync(cancellationToken);

    /// <summary>Stops following the services.</summary>
    public ValueTask DisposeAsync() => _followed.DisposeAsync();
}
