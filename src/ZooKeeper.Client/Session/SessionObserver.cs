namespace ZooKeeper.Client.Session;

/// <summary>
/// Sees everything that happens to the session in one order: each event and each reply at its place on the wire (docs/protocol.md,
/// "One order"). All calls come under the session's gate, one at a time. They must not block.
/// </summary>
internal abstract class SessionObserver
{
    /// <summary>A connection is ready for requests; those sent from here go before all others.</summary>
    /// <param name="connection">The connection; it takes requests until <see cref="OnDisconnected"/>.</param>
    /// <param name="isNewSession">Whether this is the first connection of its session.</param>
    public virtual void OnConnected(Connection connection, bool isNewSession)
    {
    }

    /// <param name="watchedEvent">The event, with the path that the server knows.</param>
    public virtual void OnEvent(in WatchedEvent watchedEvent)
    {
    }

    /// <summary>The server answered a request from its pipeline, and that request's own handler has run.</summary>
    /// <param name="zxid">The server had applied exactly the transactions up to this one.</param>
    public virtual void OnReply(long zxid)
    {
    }

    /// <summary>All frames that have arrived are handled; now is the time to send what they call for.</summary>
    public virtual void OnDrained()
    {
    }

    public virtual void OnDisconnected()
    {
    }

    /// <summary>The client was disposed. Nothing is called any more.</summary>
    public virtual void OnClosed()
    {
    }
}
