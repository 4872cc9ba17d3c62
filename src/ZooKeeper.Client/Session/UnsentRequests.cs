namespace ZooKeeper.Client.Session;

/// <summary>
/// Requests that were made while there was no connection. Each waits for one, at most a session timeout; nothing waits for ever.
/// Protected by the observers' gate.
/// </summary>
internal sealed class UnsentRequests(TimeSpan patience, TimeProvider time)
{
    private readonly Queue<(PendingRequest Request, long Since)> _requests = [];

    public void Add(PendingRequest request) => _requests.Enqueue((request, time.GetTimestamp()));

    public void SendTo(Connection connection)
    {
        while (_requests.TryDequeue(out var unsent))
        {
            if (!unsent.Request.IsAbandoned)
            {
                connection.Send(unsent.Request);
            }
        }
    }

    public void FailOverdue(Func<ZooKeeperException> cause)
    {
        while (_requests.TryPeek(out var unsent) && (unsent.Request.IsAbandoned || time.GetElapsedTime(unsent.Since) >= patience))
        {
            _requests.Dequeue().Request.OnFailure(cause());
        }
    }

    public void FailAll(ZooKeeperException cause)
    {
        while (_requests.TryDequeue(out var unsent))
        {
            unsent.Request.OnFailure(cause);
        }
    }
}
