using System.Globalization;
using ZooKeeper.Client;
using ZooKeeper.Coordination;
using ZooKeeper.ServiceDiscovery.Formats;
using ZooKeeper.ServiceDiscovery.Registration;

namespace ZooKeeper.ServiceDiscovery;

/// <summary>
/// The registration of this process as an instance of a service. It outlives sessions until it is disposed. All members are thread-safe. In a host, get it from
/// the services after <c>AddZooKeeperServiceRegistration</c>.
/// </summary>
public sealed class ZooKeeperServiceRegistration : IAsyncDisposable
{
    private readonly ZooKeeperGroup _service;
    private readonly ServiceRegistrationOptions _options;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _removal = new();
    private Task<GroupMembership>? _joining;
    private Task _writing = Task.CompletedTask;
    private ServiceInstance? _latest;
    private volatile ServiceInstance? _instance;
    private ServiceStatus _status;

    /// <summary>Creates a registration. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="name">The name of the service.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The name or an option is invalid.</exception>
    public ZooKeeperServiceRegistration(ZooKeeperClient client, string name, ServiceRegistrationOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _options = options ?? new ServiceRegistrationOptions();
        _options.Validate();
        _status = _options.Status;
        Name = name;
        if (name.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"The name '{name}' of the service has a '/' in it, so clients that follow '{_options.Root}' would not find it. "
                + $"Put what is before the last '/' into {nameof(ServiceRegistrationOptions)}.{nameof(ServiceRegistrationOptions.Root)}.",
                nameof(name));
        }

        var path = ZnodePath.Combine(ZnodePath.Parse(_options.Root).Value, name);
        _ = ZnodePath.Parse(ZnodePath.Combine(path, _options.Id)); // before a host tries it again and again
        _service = new ZooKeeperGroup(
            client,
            path,
            new GroupOptions { Acl = _options.Acl, LoggerFactory = _options.LoggerFactory, TimeProvider = _options.TimeProvider });
    }

    /// <summary>Gets the name of the service.</summary>
    public string Name { get; }

    /// <summary>Gets the id of this instance.</summary>
    public string Id => _options.Id;

    /// <summary>Gets the path of the service, which has the instance below it.</summary>
    public string Path => _service.Path;

    /// <summary>Gets the instance as others see it, or null before the registration.</summary>
    public ServiceInstance? Instance => _instance;

    /// <summary>Gets whether others can see the instance, as far as this process knows.</summary>
    public bool IsRegistered => _joining is { IsCompletedSuccessfully: true } joined && joined.Result.IsMember;

    /// <summary>Registers this process. Returns when the server has created the znode.</summary>
    /// <param name="cancellationToken">Gives up. The instance is removed.</param>
    /// <exception cref="InvalidOperationException">The options have no address or no port, or another call has registered or removed the instance.</exception>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    public Task RegisterAsync(CancellationToken cancellationToken = default) => RegisterAsync(listening: null, cancellationToken);

    /// <summary>Sets whether the instance takes requests. Before the registration, sets the initial status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="cancellationToken">Cancels the wait. The status can still be written.</param>
    /// <exception cref="NoAuthException">The identities of the connection lack the permission to write.</exception>
    public async Task SetStatusAsync(ServiceStatus status, CancellationToken cancellationToken = default)
    {
        Task<GroupMembership>? joining;
        lock (_gate)
        {
            _status = status;
            joining = _joining;
        }

        if (joining is not null)
        {
            await WriteAsync(await joining.WaitAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Removes the instance. Waits for the server for about a second; without an answer, the client continues in the background until the znode is deleted or the session
    /// has ended.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _removal.CancelAsync().ConfigureAwait(false);
        Task<GroupMembership>? joining;
        lock (_gate)
        {
            joining = _joining;
        }

        await ((Task?)joining ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (joining is { IsCompletedSuccessfully: true })
        {
            await (await joining.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }

        await _service.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Does the same with the address of the web server. After an exception, it can be called again.</summary>
    internal async Task RegisterAsync(ServerAddress? listening, CancellationToken cancellationToken)
    {
        var address = Demand(listening);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _removal.Token);
        try
        {
            var membership = await Join(address, end.Token).ConfigureAwait(false);
            await WriteAsync(membership, cancellationToken).ConfigureAwait(false); // the status may have changed meanwhile
        }
        catch
        {
            lock (_gate)
            {
                _joining = _joining is { IsCompletedSuccessfully: false, IsCompleted: true } ? null : _joining;
            }

            throw;
        }
    }

    /// <summary>Returns the address to register.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    internal ServerAddress Demand(ServerAddress? listening)
    {
        var (port, sslPort) = (_options.Port ?? _options.SslPort) is null ? (listening?.Port, listening?.SslPort) : (_options.Port, _options.SslPort);
        var host = _options.Address ?? listening?.Host;
        return host is not null && (port ?? sslPort) is not null ? new ServerAddress(host, port ?? sslPort, sslPort) : throw new InvalidOperationException(
            $"Cannot register '{Name}': the address or the port is not known, because no web server listens at a port. "
            + $"Set {nameof(ServiceRegistrationOptions)}.{nameof(ServiceRegistrationOptions.Address)} and {nameof(ServiceRegistrationOptions.Port)}.");
    }

    private Task<GroupMembership> Join(ServerAddress address, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_joining is not null || _removal.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The instance '{Id}' of '{Name}' is already registered, or was removed. Create another registration.");
            }

            _latest = Describe(address, _status, _options.TimeProvider.GetUtcNow());
            return _joining = JoinAsync(_latest, cancellationToken);
        }
    }

    private async Task<GroupMembership> JoinAsync(ServiceInstance instance, CancellationToken cancellationToken)
    {
        var membership = await _service.JoinAsync(Id, instance.ToJson(), cancellationToken).ConfigureAwait(false);
        _instance = instance;
        return membership;
    }

    // A call that finds the same status under way waits for that write, and one that finds it failed writes again.
    private Task WriteAsync(GroupMembership membership, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_latest!.Status != _status || _writing.IsFaulted)
            {
                _latest = Describe(new ServerAddress(_latest.Address!, _latest.Document.Port, _latest.Document.SslPort), _status, _latest.RegisteredAt);
                _writing = WriteAsync(membership, _latest);

                // If all calls are cancelled, nothing awaits the task.
                _ = _writing.ContinueWith(
                    static writing => _ = writing.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }

            return _writing.WaitAsync(cancellationToken);
        }
    }

    private async Task WriteAsync(GroupMembership membership, ServiceInstance instance)
    {
        await membership.SetDataAsync(instance.ToJson(), CancellationToken.None).ConfigureAwait(false);
        lock (_gate)
        {
            if (_latest == instance) // a later write also ends this one
            {
                _instance = instance;
            }
        }
    }

    private ServiceInstance Describe(ServerAddress address, ServiceStatus status, DateTimeOffset registered)
    {
        var document = new InstanceDocument(Name, Id)
        {
            Address = UriHost.Of(address.Host), // clients in Java put it into a URI as it is (spring-cloud-commons#1117)
            Port = address.Port,
            SslPort = address.SslPort,
            RegistrationTime = registered.ToUnixTimeMilliseconds(),
            UriSpec = InstanceWriter.UriSpec,
        };
        if (_options.Payload == ServicePayload.None)
        {
            document = document with { Enabled = status == ServiceStatus.Up ? null : false };
        }
        else
        {
            var metadata = MetadataOf(status);
            document = document with { Metadata = metadata, Payload = InstanceWriter.SpringPayload(Id, Name, metadata) };
        }

        return new ServiceInstance(document);
    }

    private Dictionary<string, string> MetadataOf(ServiceStatus status)
    {
        var metadata = new Dictionary<string, string>(_options.Metadata, StringComparer.Ordinal)
        {
            [ServiceInstance.StatusKey] = status == ServiceStatus.Up ? "UP" : "OUT_OF_SERVICE",
        };
        if (_options.Weight is { } weight)
        {
            metadata[ServiceInstance.WeightKey] = weight.ToString(CultureInfo.InvariantCulture);
        }

        if (_options.Zone is { } zone)
        {
            metadata[ServiceInstance.ZoneKey] = zone;
        }

        return metadata;
    }
}
