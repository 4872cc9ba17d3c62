namespace ZooKeeper.Client.Session;

/// <summary>
/// Sends pings and detects silent servers, for all connections of the process. It uses its own thread, because timers run on the thread pool: an application
/// that blocks the pool for seconds must not lose its sessions.
/// </summary>
internal static class Heartbeat
{
    private static readonly object Gate = new();
    private static readonly Dictionary<Connection, ITimer?> Connections = [];
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static bool _isRunning;
    private static bool _isWoken;

    public static void Add(Connection connection)
    {
        var clock = Follow(connection);
        lock (Gate)
        {
            Connections.Add(connection, clock);
            if (!_isRunning)
            {
                _isRunning = true;
                new Thread(Run) { IsBackground = true, Name = "ZooKeeper heartbeat" }.UnsafeStart();
            }

            Wake();
        }
    }

    public static void Remove(Connection connection)
    {
        ITimer? clock;
        lock (Gate)
        {
            Connections.Remove(connection, out clock);
            Wake();
        }

        clock?.Dispose();
    }

    /// <summary>Checks all connections now.</summary>
    public static void Wake()
    {
        lock (Gate)
        {
            _isWoken = true;
            Monitor.Pulse(Gate);
        }
    }

    // The thread waits in real time. Another clock can be faster, for example in a test, so it wakes the thread itself.
    private static ITimer? Follow(Connection connection)
    {
        var step = new PingSchedule(connection.Timeout).Shortest;
        return connection.Time == TimeProvider.System ? null : connection.Time.CreateTimer(static _ => Wake(), state: null, step, step);
    }

    private static void Run()
    {
        while (TakeAll() is { } connections)
        {
            var pause = Timeout.InfiniteTimeSpan;
            foreach (var connection in connections)
            {
                var due = BeatOrClose(connection);
                pause = pause == Timeout.InfiniteTimeSpan || due < pause ? due : pause;
            }

            lock (Gate)
            {
                if (!_isWoken)
                {
                    Monitor.Wait(Gate, pause);
                }
            }
        }
    }

    // An uncaught exception would end the process, and all connections depend on this thread.
    private static TimeSpan BeatOrClose(Connection connection)
    {
        try
        {
            return connection.Beat();
        }
        catch (Exception e)
        {
            connection.Close(e);
            return RetryDelay;
        }
    }

    private static Connection[]? TakeAll()
    {
        lock (Gate)
        {
            _isWoken = false;
            _isRunning = Connections.Count > 0;
            return _isRunning ? [.. Connections.Keys] : null;
        }
    }
}
