using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;
using ZooKeeper.DevServer.Clients;

namespace ZooKeeper.DevServer.Requests;

/// <summary>Represents one server without replicas: a database, and the loop that runs everything that reads or changes it.</summary>
internal sealed class StandaloneServer : IAsyncDisposable
{
    private static readonly TimeSpan ShortestPeriod = TimeSpan.FromMilliseconds(1);

    private readonly ZooKeeperDevServerOptions _options;
    private readonly Delivery _delivery;
    private readonly RequestLoop _loop;
    private readonly ITimer _expiry;
    private readonly ITimer _containerCheck;

    private Database _database;
    private RequestProcessor _processor;
    private SessionHandshake _handshake;

    public StandaloneServer(ZooKeeperDevServerOptions options, Delivery delivery, ILogger logger)
    {
        _loop = new RequestLoop(logger);
        _options = options;
        _delivery = delivery;
        Begin(options.Release);

        // A session expires at a tick. Checking twice per tick finds it soon after.
        _expiry = Repeat(Max(options.TickTime / 2, ShortestPeriod), database => database.ExpireSessions());
        _containerCheck = Repeat(options.ContainerCheckInterval, database => database.DeletePerished());
    }

    public SessionReattachment Reattachment
    {
        get => _handshake.Reattachment;
        set => _handshake.Reattachment = value;
    }

    public ZooKeeperRelease Release => _database.Release;

    /// <summary>Answers a handshake. Returns false if the server is paused.</summary>
    public Task<bool> ConnectAsync(ConnectedClient client, ConnectRequest request) =>
        WhileRunningAsync(() => _handshake.Answer(client, request));

    /// <summary>Answers a request. Returns false if the server is paused.</summary>
    public Task<bool> ProcessAsync(ConnectedClient client, ReadOnlyMemory<byte> frame) =>
        WhileRunningAsync(() => _processor.Process(client, frame.Span));

    public Task LeaveAsync(ConnectedClient client) => RunAsync(database => database.Detach(client));

    public Task RunAsync(Action<Database> work) => _loop.RunAsync(() => work(_database));

    public Task<T> RunAsync<T>(Func<Database, T> work) => _loop.RunAsync(() => work(_database));

    /// <summary>Deletes everything.</summary>
    public Task WipeAsync() => _loop.RunAsync(() =>
    {
        _database.DropAll();
        Begin(_database.Release);
    });

    public async ValueTask DisposeAsync()
    {
        await _expiry.DisposeAsync().ConfigureAwait(false);
        await _containerCheck.DisposeAsync().ConfigureAwait(false);
        await _loop.DisposeAsync().ConfigureAwait(false);
    }

    [MemberNotNull(nameof(_database), nameof(_processor), nameof(_handshake))]
    private void Begin(ZooKeeperRelease release)
    {
        _database = new Database(_options, release);
        _processor = new RequestProcessor(_database, _options.SuperUser);
        _handshake = new SessionHandshake(_database, _options) { Reattachment = _handshake?.Reattachment ?? SessionReattachment.Accept };
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private Task<bool> WhileRunningAsync(Action work) => _loop.RunAsync(() =>
    {
        if (_delivery.IsPaused)
        {
            return false;
        }

        work();
        return true;
    });

    // A timer can still fire while the server is being disposed.
    private ITimer Repeat(TimeSpan period, Action<Database> work) => _options.TimeProvider.CreateTimer(
        _ => _loop.TryPost(() =>
        {
            if (!_delivery.IsPaused)
            {
                work(_database);
            }
        }),
        state: null,
        period,
        period);
}
