namespace ZooKeeper.DevServer;

/// <content>The switches: faults that a test can cause.</content>
public sealed partial class ZooKeeperDevServer
{
    /// <summary>
    /// Whether new connections are closed before they are served, as by a server that is starting or has no quorum. Connections that are open stay open;
    /// see <see cref="DropConnectionsAsync"/>.
    /// </summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool RefuseConnections
    {
        get => _listener.IsRefusing;
        set => _listener.IsRefusing = value;
    }

    /// <summary>How long everything the server sends is held back. The order stays what it is.</summary>
    /// <value>The default is zero; at most a day.</value>
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

    /// <summary>What a client is answered that comes back with the session it had.</summary>
    /// <value>The default is <see cref="SessionReattachment.Accept"/>.</value>
    public SessionReattachment Reattachment
    {
        get => _server.Reattachment;
        set => _server.Reattachment = value;
    }

    /// <summary>Closes all connections. Their sessions stay, and clients come back with them.</summary>
    public Task DropConnectionsAsync() => _server.RunAsync(database =>
    {
        _listener.AbortAll();
        database.DropAll();
    });

    /// <summary>Ends a session as if it had expired: its ephemeral znodes are deleted and its connection, if there is one, is closed.</summary>
    /// <exception cref="ArgumentException">The server has no such session.</exception>
    public Task ExpireSessionAsync(long sessionId) => _server.RunAsync(database => database.Expire(
        database.Sessions.Find(sessionId) ?? throw new ArgumentException($"The server has no session 0x{sessionId:x}.", nameof(sessionId))));

    /// <summary>Ends all sessions as if they had expired.</summary>
    public Task ExpireAllSessionsAsync() => _server.RunAsync(database =>
    {
        foreach (var session in database.Sessions.All.ToArray())
        {
            database.Expire(session);
        }
    });

    /// <summary>
    /// Stops reading and answering: connections stay open, new ones are accepted, nothing is heard from the server. No session expires meanwhile.
    /// </summary>
    public Task PauseAsync()
    {
        _delivery.Pause();

        // What was under way is done when the loop comes to this.
        return _server.RunAsync(_ => { });
    }

    /// <summary>Ends a pause: what has come in is answered. Every session has its full timeout again.</summary>
    public Task ResumeAsync() => _server.RunAsync(database =>
    {
        database.Sessions.TouchAll();
        _delivery.Resume();
    });

    /// <summary>
    /// Closes all connections as a restart does, and goes on with the same znodes, sessions and zxid. Every session has its full timeout again.
    /// </summary>
    /// <param name="release">The release to behave like from now on; the present one if it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such release.</exception>
    public Task RestartAsync(ZooKeeperRelease? release = null)
    {
        if (release is { } value && !Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(nameof(release), value, "The server knows no such release.");
        }

        return _server.RunAsync(database =>
        {
            _listener.AbortAll();
            database.Restart(release ?? database.Release);
        });
    }

    /// <summary>
    /// Loses everything, as an ensemble whose disks were emptied, and restarts: no znodes, no sessions, and zxids from the beginning. A client that has
    /// seen a higher zxid is refused.
    /// </summary>
    public Task WipeAsync()
    {
        _listener.AbortAll();
        return _server.WipeAsync();
    }
}
