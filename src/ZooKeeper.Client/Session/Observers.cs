namespace ZooKeeper.Client.Session;

/// <summary>
/// Those who see the session's order of things. Whoever calls them, or changes what they own, holds <see cref="Gate"/>; that makes the order
/// one. The gate is taken before a connection's own gate, never after it.
/// </summary>
internal sealed class Observers
{
    private SessionObserver[] _all = [];

    public Lock Gate { get; } = new();

    public void Add(SessionObserver observer) => _all = [.. _all, observer];

    public void Remove(SessionObserver observer) => _all = Array.FindAll(_all, other => other != observer);

    public void Connected(Connection connection, bool isNewSession)
    {
        foreach (var observer in _all)
        {
            observer.OnConnected(connection, isNewSession);
        }
    }

    public void Event(in WatchedEvent watchedEvent)
    {
        foreach (var observer in _all)
        {
            observer.OnEvent(watchedEvent);
        }
    }

    public void Reply(long zxid)
    {
        foreach (var observer in _all)
        {
            observer.OnReply(zxid);
        }
    }

    public void Drained()
    {
        foreach (var observer in _all)
        {
            observer.OnDrained();
        }
    }

    public void Disconnected()
    {
        foreach (var observer in _all)
        {
            observer.OnDisconnected();
        }
    }

    public void Closed()
    {
        foreach (var observer in _all)
        {
            observer.OnClosed();
        }
    }
}
