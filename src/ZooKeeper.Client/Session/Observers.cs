namespace ZooKeeper.Client.Session;

/// <summary>
/// Calls the observers of a session. Callers hold <see cref="Gate"/>, and so does all code that changes data of an observer. All observers therefore see one
/// order. Take this gate before the gate of a connection, never after it.
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
