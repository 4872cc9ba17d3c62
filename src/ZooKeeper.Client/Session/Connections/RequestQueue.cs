namespace ZooKeeper.Client.Session;

/// <summary>Keeps the requests in flight, by xid, and the requests that wait for a place in the window. Protected by the connection's gate.</summary>
internal sealed class RequestQueue
{
    // More requests in flight gain nothing and delay pings (docs/protocol.md, "Limits").
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

    /// <summary>Gets whether a request with this xid is in flight: after 2³¹ requests, xids repeat.</summary>
    public bool IsTaken(int xid) => _sent.ContainsKey(xid);

    public void AddWaiting(PendingRequest request) => _waiting.Enqueue(request);

    /// <summary>
    /// Takes the request that a reply answers. Matches replies by xid and not by position, because some overtake others (docs/protocol.md, "Headers and xids").
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
