namespace ZooKeeper.Client.Session;

/// <summary>
/// Sends pings and detects silent servers, for all connections of the process. It uses its own thread, because timers run on the thread pool: an application
/// that blocks the pool for seconds must not lose its sessions.
/// </summary>
internal static class Heartbeat
{
    private static readonly object Gate = new();
    private static readonly HashSet<Connection> Connections = [];
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static bool _isRunning;

    public static void Add(Connection connection)
    {
        lock (Gate)
        {
            Connections.Add(connection);
            if (!_isRunning)
            {
                _isRunning = true;
                new Thread(Run) { IsBackground = true, Name = "ZooKeeper heartbeat" }.UnsafeStart();
            }

            Monitor.Pulse(Gate);
        }
    }

    public static void Remove(Connection connection)
    {
        lock (Gate)
        {
            Connections.Remove(connection);
            Monitor.Pulse(Gate);
        }
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
                // If connections were added or removed meanwhile, check them at once.
                if (Connections.SetEquals(connections))
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
            _isRunning = Connections.Count > 0;
            return _isRunning ? [.. Connections] : null;
        }
    }
}
