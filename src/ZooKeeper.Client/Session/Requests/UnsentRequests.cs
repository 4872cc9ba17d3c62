namespace ZooKeeper.Client.Session;

/// <summary>
/// Queues requests that were made without a connection. Each waits for one, for at most a session timeout.
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

    /// <summary>
    /// Fails the requests that were made under a session that has expired. On the next session, the previous owner of a lock would overwrite the work of the
    /// next owner.
    /// </summary>
    public void FailExpired(long sessionId)
    {
        // A caller that retries when its request fails adds to the queue again, for the next session.
        foreach (var unsent in TakeAll())
        {
            if (unsent.Request.OutlivesSession)
            {
                _requests.Enqueue(unsent);
            }
            else
            {
                unsent.Request.OnFailure(new SessionExpiredException(
                    $"{unsent.Request} was not sent: session 0x{sessionId:x} expired while the client was disconnected.", unsent.Request.Path));
            }
        }
    }

    public void FailAll(ObjectDisposedException disposed)
    {
        while (_requests.TryDequeue(out var unsent))
        {
            unsent.Request.OnDisposed(
                disposed, new ConnectionLossException($"{unsent.Request} was not sent: the client was disposed.", unsent.Request.Path));
        }
    }

    private (PendingRequest Request, long Since)[] TakeAll()
    {
        (PendingRequest, long)[] all = [.. _requests];
        _requests.Clear();
        return all;
    }
}
