using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ZooKeeper.ServiceDiscovery.Endpoints;

/// <summary>
/// Provides the instances of a service, with a token that fires when they change. A change of one service does not fire the tokens of another, except that
/// names without an instance share a token, which fires when any service gets its first instance.
/// </summary>
internal sealed partial class EndpointFeed : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ZooKeeperServiceCatalog _catalog;
    private readonly ZooKeeperServiceEndpointOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, CancellationTokenSource> _tokens = new(StringComparer.OrdinalIgnoreCase);

    // Applications also ask for the names of hosts that are no services, and these can be very many. All names without an instance share one token.
    private (CancellationTokenSource Source, IChangeToken Token) _none = New();

    private readonly Lock _gate = new();
    private ServiceView? _view;
    private Task? _following;

    public EndpointFeed(ZooKeeperServiceCatalog catalog, IOptions<ZooKeeperServiceEndpointOptions> options, TimeProvider time, ILogger logger) =>
        (_catalog, _options, _time, _logger) = (catalog, options.Value, time, logger);

    public bool UseServiceNameAsHost => _options.UseServiceNameAsHost;

    /// <summary>Returns the instances of a service that take requests. Waits only for the first answer of ZooKeeper.</summary>
    /// <exception cref="InvalidOperationException">There was no answer in time.</exception>
    public async ValueTask<(IReadOnlyList<ServiceInstance> Instances, IChangeToken Changed)> GetAsync(string service, CancellationToken cancellationToken)
    {
        Follow();
        try
        {
            await _first.Task.WaitAsync(_options.FirstAnswerTimeout, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException(
                $"Cannot resolve the service '{service}': ZooKeeper has not answered within {_options.FirstAnswerTimeout.TotalSeconds:0.###} s. "
                + (_catalog.LastError is { } error ? $"The last error: {error.Message}" : "The client cannot connect: check its connection string and the servers."),
                _catalog.LastError);
        }

        lock (_gate)
        {
            var instances = _view!.UpAtHost(service);
            if (instances.Count == 0)
            {
                return (instances, _none.Token);
            }

            if (!_tokens.TryGetValue(service, out var token))
            {
                _tokens.Add(service, token = new CancellationTokenSource());
            }

            return (instances, new CancellationChangeToken(token.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await (_following ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Follow()
    {
        lock (_gate)
        {
            // A task keeps the execution context in which it is created.
            using (ExecutionContext.SuppressFlow())
            {
                _following ??= Task.Run(PumpAsync);
            }
        }
    }

    // Ends only when the feed or the client is disposed.
    private async Task PumpAsync()
    {
        while (true)
        {
            try
            {
                await PassOnAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                _first.TrySetException(new ObjectDisposedException(nameof(EndpointFeed)));
                _ = _first.Task.Exception; // often, no caller waits for it
                return;
            }
            catch (Exception e)
            {
                LogFailed(_logger, _catalog.Root, RetryDelay, e);
                await Task.Delay(RetryDelay, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task PassOnAsync()
    {
        await foreach (var view in _catalog.ObserveAsync(_stopping.Token).ConfigureAwait(false))
        {
            foreach (var token in Replace(view))
            {
                // Callbacks are user code. The next view must not wait for them, or fail because of them.
                _ = token.CancelAsync();
            }

            _first.TrySetResult();
        }
    }

    private List<CancellationTokenSource> Replace(ServiceView view)
    {
        lock (_gate)
        {
            var changed = new List<CancellationTokenSource>();
            foreach (var (service, token) in _tokens.ToArray())
            {
                if (!view.UpAtHost(service).SequenceEqual(_view!.UpAtHost(service)))
                {
                    _tokens.Remove(service);
                    changed.Add(token);
                }
            }

            if (_view is { } earlier && view.Services.Union(earlier.Services).Any(service => earlier.UpAtHost(service).Count == 0 && view.UpAtHost(service).Count > 0))
            {
                changed.Add(_none.Source);
                _none = New();
            }

            _view = view;
            return changed;
        }
    }

    private static (CancellationTokenSource Source, IChangeToken Token) New()
    {
        var source = new CancellationTokenSource();
        return (source, new CancellationChangeToken(source.Token));
    }

    [LoggerMessage(4034, LogLevel.Error, "Cannot read the services below {Root}. Their endpoints stay as they are. Retrying in {Delay}")]
    private static partial void LogFailed(ILogger logger, string root, TimeSpan delay, Exception exception);
}
