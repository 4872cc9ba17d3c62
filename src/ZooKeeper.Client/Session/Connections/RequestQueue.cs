namespace ZooKeeper.Client.Session;

/// <summary>Requests on their way: those the server has, by xid, and those that wait for room. Protected by the connection's gate.</summary>
internal sealed class RequestQueue
{
    // More in flight gains nothing and delays the pings behind them (docs/protocol.md, "Limits").
    private const int Window = 512;

    private readonly Dictionary<int, PendingRequest> _sent = [];
    private readonly Dictionary<int, Queue<PendingRequest>> _sentFixed = [];
    private readonly Queue<PendingRequest> _waiting = [];

    public bool HasRoom => _sent.Count < Window;

    public void AddSent(int xid, PendingRequest request)
    {
        if (xid > 0)
        {
            _sent.Add(xid, request);
        }
        else if (_sentFixed.TryGetValue(xid, out var queue))
        {
            queue.Enqueue(request);
        }
        else
        {
            _sentFixed.Add(xid, new Queue<PendingRequest>([request]));
        }
    }

    /// <summary>Whether a request with this number is unanswered: after 2³¹ requests numbers come round again.</summary>
    public bool IsTaken(int xid) => _sent.ContainsKey(xid);

    public void AddWaiting(PendingRequest request) => _waiting.Enqueue(request);

    /// <summary>
    /// The request that a reply answers. Matched by xid, not by position: some replies overtake others (docs/protocol.md, "Headers and xids").
    /// </summary>
    public PendingRequest? TakeSent(int xid) =>
        xid > 0
            ? _sent.Remove(xid, out var request) ? request : null
            : _sentFixed.TryGetValue(xid, out var queue) && queue.TryDequeue(out var first) ? first : null;

    public PendingRequest? TakeWaiting()
    {
        while (HasRoom && _waiting.TryDequeue(out var request))
        {
            if (!request.IsAbandoned)
            {
                return request;
            }
        }

        return null;
    }

    public IReadOnlyList<PendingRequest> TakeAll()
    {
        PendingRequest[] all = [.. _sentFixed.Values.SelectMany(queue => queue), .. _sent.Values, .. _waiting];
        _sent.Clear();
        _sentFixed.Clear();
        _waiting.Clear();
        return all;
    }
}
