namespace ZooKeeper.Testing;

/// <summary>A server of any kind that one test has to itself.</summary>
public interface ITestServer : IAsyncDisposable
{
    /// <summary>The client port on loopback; it stays the same over restarts.</summary>
    int Port { get; }

    /// <summary>The server as clients name it: host and port.</summary>
    string ConnectionString { get; }

    /// <summary>Kills the server without warning. Its data and its sessions are there when it is started again.</summary>
    Task KillAsync();

    /// <summary>Starts the killed server on its port, with its data, and waits until it serves.</summary>
    Task StartAgainAsync(CancellationToken cancellationToken = default);

    /// <summary>Pauses the server: connections stay open, but no request is answered.</summary>
    Task PauseAsync();

    /// <summary>Resumes a paused server.</summary>
    Task ResumeAsync();

    /// <summary>Deletes all data and all sessions of the killed server.</summary>
    Task WipeAsync();

    /// <summary>The sessions with a connection: their ids and the timeouts that were granted.</summary>
    Task<IReadOnlyDictionary<long, TimeSpan>> GetConnectedSessionsAsync();

    /// <summary>Whether the server holds a session, connected or not.</summary>
    Task<bool> HoldsSessionAsync(long sessionId);
}
