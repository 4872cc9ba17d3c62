namespace ZooKeeper.DevServer;

/// <content>The switches: faults that a test can cause.</content>
public sealed partial class ZooKeeperDevServer
{
    /// <summary>
    /// Gets or sets whether the server closes new connections without an answer, like a server that is starting or has no quorum. Open connections stay open; to
    /// close them, call <see cref="DropConnectionsAsync"/>.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RefuseConnections
    {
        get => _listener.IsRefusing;
        set => _listener.IsRefusing = value;
    }

    /// <summary>Gets or sets how long the server delays everything that it sends. The order does not change.</summary>
    /// <value>The default is zero. The maximum is one day.</value>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative or longer than a day.</exception>
    public TimeSpan ReplyDelay
    {
        get => _delivery.Delay;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(1));
            _delivery.Delay = value;
        }
    }

    /// <summary>Gets or sets how the server answers a client that returns with its session.</summary>
    /// <value>The default is <see cref="SessionReattachment.Accept"/>.</value>
    public SessionReattachment Reattachment
    {
        get => _server.Reattachment;
        set => _server.Reattachment = value;
    }

    /// <summary>Closes all connections. Their sessions stay, so clients can reconnect to them.</summary>
    public Task DropConnectionsAsync() => _server.RunAsync(database =>
    {
        _listener.AbortAll();
        database.DropAll();
    });

    /// <summary>Expires a session: deletes its ephemeral znodes, and closes its connection if there is one.</summary>
    /// <exception cref="ArgumentException">The server has no such session.</exception>
    public Task ExpireSessionAsync(long sessionId) => _server.RunAsync(database => database.Expire(
        database.Sessions.Find(sessionId) ?? throw new ArgumentException($"The server has no session 0x{sessionId:x}.", nameof(sessionId))));

    /// <summary>Expires all sessions.</summary>
    public Task ExpireAllSessionsAsync() => _server.RunAsync(database =>
    {
        foreach (var session in database.Sessions.All.ToArray())
        {
            database.Expire(session);
        }
    });

    /// <summary>
    /// Pauses the server. It keeps connections open and accepts new ones, but does not read or answer. No session expires during a pause.
    /// </summary>
    public Task PauseAsync()
    {
        _delivery.Pause();

        // Work in progress is done when the loop runs this.
        return _server.RunAsync(_ => { });
    }

    /// <summary>Ends a pause, and answers what has arrived. The timeout of each session restarts.</summary>
    public Task ResumeAsync() => _server.RunAsync(database =>
    {
        database.Sessions.TouchAll();
        _delivery.Resume();
    });

    /// <summary>
    /// Simulates a restart: closes all connections, and keeps znodes, sessions and the zxid. The timeout of each session restarts.
    /// </summary>
    /// <param name="release">The release to simulate from now on, or null to keep the current one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The release does not exist.</exception>
    public Task RestartAsync(ZooKeeperRelease? release = null)
    {
        if (release is { } value && !Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(nameof(release), value, "The server does not support this release.");
        }

        return _server.RunAsync(database =>
        {
            _listener.AbortAll();
            database.Restart(release ?? database.Release);
        });
    }

    /// <summary>
    /// Deletes all znodes and sessions, restarts zxids, and closes all connections, like an ensemble that lost its disks. The server refuses a client that has
    /// seen a higher zxid.
    /// </summary>
    public Task WipeAsync()
    {
        _listener.AbortAll();
        return _server.WipeAsync();
    }

    /// <summary>Sets how many children a znode has ever had, as if it were old: its next sequential child has this number.</summary>
    internal Task SetCreateCounterAsync(string path, int counter) => _server.RunAsync(database => database.Tree.Find(path)!.CreateCounter = counter);

    /// <summary>Sets the version of a znode's data, as if it were old.</summary>
    internal Task SetVersionAsync(string path, int version) => _server.RunAsync(database => database.Tree.Find(path)!.Version = version);
}
