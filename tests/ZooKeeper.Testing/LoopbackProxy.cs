using System.Net;
using System.Net.Sockets;

namespace ZooKeeper.Testing;

/// <summary>
/// Forwards connections of clients to a server on loopback. It counts, delays, throttles, holds or cuts the traffic. What it delivers is always a prefix of
/// what was sent, byte for byte.
/// </summary>
/// <remarks>While the server cannot be reached, connections are accepted and closed at once.</remarks>
public sealed class LoopbackProxy : IAsyncDisposable
{
    private readonly int _targetPort;
    private readonly TcpListener _listener = FreePort.Listen();
    private readonly Lock _gate = new();
    private readonly Dictionary<ProxyConnection, Task> _connections = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ProxyFaults _toServer = new();
    private readonly ProxyFaults _toClient = new();
    private readonly Task _accepting;
    private volatile Traffic _traffic = new();
    private long _delayTicks;
    private volatile bool _refuseConnections;

    private LoopbackProxy(int targetPort)
    {
        _targetPort = targetPort;
        _accepting = AcceptAsync();
    }

    /// <summary>The port that clients connect to.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The proxied server as clients name it: host and port.</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>The minimum delay in each direction; timers add a few milliseconds. Applies to bytes that arrive after it was set.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>The maximum bytes per second of a connection in each direction; null means no limit.</summary>
    public int? BytesPerSecond
    {
        get => _toServer.BytesPerSecond;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1);
            _toServer.BytesPerSecond = value;
            _toClient.BytesPerSecond = value;
        }
    }

    /// <summary>Whether new connections are accepted and closed at once.</summary>
    public bool RefuseConnections
    {
        get => _refuseConnections;
        set => _refuseConnections = value;
    }

    /// <summary>How many connections are open.</summary>
    public int ConnectionCount
    {
        get
        {
            lock (_gate)
            {
                return _connections.Count;
            }
        }
    }

    /// <summary>How many requests have passed, without handshakes and pings.</summary>
    public long RequestCount => Requests.Values.Sum();

    /// <summary>How many requests have passed, by opcode, without handshakes and pings.</summary>
    public IReadOnlyDictionary<int, long> Requests => _traffic.Requests;

    /// <summary>How many pings have passed.</summary>
    public long PingCount => _traffic.PingCount;

    /// <summary>How many bytes have come from clients.</summary>
    public long BytesToServer => _traffic.BytesToServer;

    /// <summary>How many bytes have come from the server.</summary>
    public long BytesToClient => _traffic.BytesToClient;

    /// <summary>The length of the largest frame from the server, without handshakes.</summary>
    public int LargestReply => _traffic.LargestReply;

    /// <summary>The lengths of all frames from clients, without handshakes.</summary>
    public IReadOnlyList<int> RequestLengths => _traffic.RequestLengths;

    /// <summary>The lengths of all frames from the server, without handshakes.</summary>
    public IReadOnlyList<int> ReplyLengths => _traffic.ReplyLengths;

    internal Traffic Traffic => _traffic;

    /// <summary>Starts a proxy for a port of this machine.</summary>
    public static Task<LoopbackProxy> StartAsync(int targetPort) => Task.FromResult(Start(targetPort));

    internal static LoopbackProxy Start(int targetPort) => new(targetPort);

    /// <summary>Resets all counters to zero.</summary>
    public void ResetCounters() => _traffic = new();

    /// <summary>Closes all open connections. Bytes in flight are lost.</summary>
    public void DropConnections()
    {
        foreach (var connection in Open().Keys)
        {
            connection.Close();
        }
    }

    /// <summary>
    /// Forwards this many more bytes of one direction, counted over all connections, then closes the connection of the last byte. Happens once; 0 closes before the next byte.
    /// </summary>
    public void CutAfter(ProxyDirection direction, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        FaultsOf(direction).CutAfter(bytes);
    }

    /// <summary>
    /// Stops delivery in one direction for open and new connections, including the end of a stream. As on a network, what is sent meanwhile is delivered
    /// after <see cref="Heal"/>.
    /// </summary>
    public void BlackHole(ProxyDirection direction) => FaultsOf(direction).BlackHole();

    /// <summary>Ends one direction of the open connections, as a peer does that has finished sending. The other direction stays open.</summary>
    public void HalfClose(ProxyDirection direction)
    {
        foreach (var connection in Open().Keys)
        {
            connection.HalfClose(direction);
        }
    }

    /// <summary>Ends every fault: delay, throttle, refusal, black holes and a pending cut. Closed and half-closed connections stay as they are.</summary>
    public void Heal()
    {
        Delay = TimeSpan.Zero;
        RefuseConnections = false;
        _toServer.Heal();
        _toClient.Heal();
    }

    /// <summary>Closes all connections and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _accepting;
        _listener.Dispose();
        DropConnections();
        await Task.WhenAll(Open().Values);
        _stopping.Dispose();
    }

    internal ProxyFaults FaultsOf(ProxyDirection direction) => direction == ProxyDirection.ToServer ? _toServer : _toClient;

    private async Task AcceptAsync()
    {
        while (await TryAcceptAsync() is { } client)
        {
            Admit(client);
        }
    }

    private async Task<Socket?> TryAcceptAsync()
    {
        try
        {
            return await _listener.AcceptSocketAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Admit(Socket client)
    {
        // Decide and register in one step: no connection may slip in while a test first refuses and then drops.
        lock (_gate)
        {
            if (_refuseConnections)
            {
                client.Dispose();
                return;
            }

            var connection = new ProxyConnection(client, _targetPort, this);
            _connections.Add(connection, Task.Run(() => ServeAsync(connection)));
        }
    }

    private async Task ServeAsync(ProxyConnection connection)
    {
        await connection.RunAsync();
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    private Dictionary<ProxyConnection, Task> Open()
    {
        lock (_gate)
        {
            return new(_connections);
        }
    }
}
