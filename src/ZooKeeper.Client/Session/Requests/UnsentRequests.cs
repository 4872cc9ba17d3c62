namespace ZooKeeper.Client.Session;

/// <summary>
/// Queues requests that were made without a connection. Each waits for one, for at most a session timeout.
/// Protected by the observers' gate.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="onOverdue">Called on a timer's thread, without the gate, when a request has waited for too long.</param>
internal sealed class UnsentRequests(TimeProvider time, Action onOverdue) : IDisposable
{
    private readonly Queue<(PendingRequest Request, long Since)> _requests = [];
    private ITimer? _timer;

    /// <summary>Gets or sets how long a request waits.</summary>
    public TimeSpan Patience { get; set; }

    public void Add(PendingRequest request)
    {
        _requests.Enqueue((request, time.GetTimestamp()));
        if (_requests.Count == 1)
        {
            Watch();
        }
    }

    public void Dispose() => _timer?.Dispose();

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
        while (_requests.TryPeek(out var unsent) && (unsent.Request.IsAbandoned || time.GetElapsedTime(unsent.Since) >= Patience))
        {
            _requests.Dequeue().Request.OnFailure(cause());
        }

        Watch();
    }

    /// <summary>
    /// Fails the requests that were made under a session that has expired. On the next session, the previous owner of a lock could overwrite the work of the
    /// next owner.
    /// </summary>
    public void FailExpired(long sessionId)
    {
        // A caller that retries its failed request adds it to the queue again, for the next session.
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
                disposed, new ConnectionLossException($"{unsent.Request} was not sent: the client was disposed.", unsent.Request.Path) { IsOutcomeUnknown = false });
        }
    }

    private void Watch()
    {
        if (!_requests.TryPeek(out var first))
        {
            return;
        }

        var rest = Patience - time.GetElapsedTime(first.Since);
        var due = rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        if (_timer is not null)
        {
            _timer.Change(due, Timeout.InfiniteTimeSpan);
            return;
        }

        // A timer captures the execution context in which it is created.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = time.CreateTimer(static overdue => ((Action)overdue!)(), onOverdue, due, Timeout.InfiniteTimeSpan);
        }
    }

    private (PendingRequest Request, long Since)[] TakeAll()
    {
        (PendingRequest, long)[] all = [.. _requests];
        _requests.Clear();
        return all;
    }
}
