using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace ZooKeeper.ServiceDiscovery;

/// <summary>
/// Knows all services below a path and their instances, always as they were after one transaction. During an outage, it keeps the last answer. All members are
/// thread-safe.
/// </summary>
/// <remarks>It follows everything below the path with one mirror, so that any number of services costs the server one watch, and a name that does not exist costs nothing.</remarks>
public sealed class ZooKeeperServiceCatalog : IAsyncDisposable
{
    private readonly ZooKeeperClient _client;
    private readonly ServiceCatalogOptions _options;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private ZooKeeperMirror? _mirror;
    private (TreeSnapshot Snapshot, ServiceView View)? _latest;
    private bool _isDisposed;

    /// <summary>Creates a catalog. Sends nothing: the first use begins to follow the services.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The root or an option is invalid.</exception>
    public ZooKeeperServiceCatalog(ZooKeeperClient client, ServiceCatalogOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _options = options ?? new ServiceCatalogOptions();
        _options.Validate();
        Root = ZnodePath.Parse(_options.Root).Value;
        _logger = _options.LoggerFactory.CreateLogger("ZooKeeper.ServiceDiscovery");
    }

    /// <summary>Gets the path that has the services below it.</summary>
    public string Root { get; }

    /// <summary>Gets the latest view, or null before the first one. During an outage, it stays as it is.</summary>
    public ServiceView? Current => Mirror.Current is { } snapshot ? ViewOf(snapshot) : null;

    /// <summary>Gets whether <see cref="Current"/> is not verified on the present connection, or there is no connection.</summary>
    public bool IsStale => Mirror.IsStale;

    /// <summary>Gets the error that prevents the catalog from following the services, or null.</summary>
    public ZooKeeperException? LastError => Mirror.LastError;

    private ZooKeeperMirror Mirror
    {
        get
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isDisposed, this);
                return _mirror ??= _client.Mirror(Root);
            }
        }
    }

    /// <summary>Gets the latest view. Waits for the first one, and costs no request after that.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ObjectDisposedException">The catalog or the client was disposed.</exception>
    public async Task<ServiceView> GetViewAsync(CancellationToken cancellationToken = default) =>
        Current ?? ViewOf(await Mirror.NextAsync(seen: null, cancellationToken).ConfigureAwait(false));

    /// <summary>Follows all services. The first element is the present view. Views in between can be skipped, and no change is missed.</summary>
    /// <param name="cancellationToken">Ends the sequence with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ObjectDisposedException">The catalog or the client was disposed.</exception>
    public async IAsyncEnumerable<ServiceView> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        TreeSnapshot? seen = null;
        while (true)
        {
            seen = await Mirror.NextAsync(seen, cancellationToken).ConfigureAwait(false);
            yield return ViewOf(seen);
        }
    }

    /// <summary>Stops following the services.</summary>
    public ValueTask DisposeAsync()
    {
        ZooKeeperMirror? mirror;
        lock (_gate)
        {
            _isDisposed = true;
            mirror = _mirror;
        }

        return mirror?.DisposeAsync() ?? ValueTask.CompletedTask;
    }

    private ServiceView ViewOf(TreeSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_latest is not { } latest || latest.Snapshot != snapshot)
            {
                _latest = latest = (snapshot, new ServiceView(snapshot, _options, _latest?.View, _logger));
            }

            return latest.View;
        }
    }
}
