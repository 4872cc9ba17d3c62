namespace ZooKeeper.Client.Session;

/// <summary>
/// Sees all events and replies of a session in the order of the wire (docs/protocol.md, "One order"). Calls are made one at a time, under the observers'
/// gate. They must not block.
/// </summary>
internal abstract class SessionObserver
{
    /// <summary>Called when a connection is ready. Requests sent from here go out before all others.</summary>
    /// <param name="connection">The connection. It accepts requests until <see cref="OnDisconnected"/>.</param>
    /// <param name="isNewSession">Whether this is the first connection of its session.</param>
    public virtual void OnConnected(Connection connection, bool isNewSession)
    {
    }

    /// <param name="watchedEvent">The event, with the path on the server.</param>
    public virtual void OnEvent(in WatchedEvent watchedEvent)
    {
    }

    /// <summary>Called when the pipeline of the server has answered a request, after the handler of that request.</summary>
    /// <param name="zxid">The last transaction that the server had applied when it executed the request.</param>
    public virtual void OnReply(long zxid)
    {
    }

    /// <summary>Called after all received frames were handled. This is the place to send the requests that they require.</summary>
    public virtual void OnDrained()
    {
    }

    public virtual void OnDisconnected()
    {
    }

    /// <summary>Called when the client is disposed. No further calls follow.</summary>
    public virtual void OnClosed()
    {
    }
}
