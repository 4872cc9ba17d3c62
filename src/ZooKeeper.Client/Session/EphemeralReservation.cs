using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Reserves room for the ephemeral znodes of one request. Without a session, the request waits for one, so the room is reserved when the request is sent.
/// </summary>
/// <param name="session">The session of the request.</param>
/// <param name="cost">How many bytes the znodes take.</param>
/// <param name="path">The path for the error message, or null if the request has several.</param>
internal sealed class EphemeralReservation(ClientSession session, int cost, string? path)
{
    private readonly Lock _gate = new();
    private EphemeralBudget? _budget;
    private bool _isSettled;

    /// <summary>Gets the budget of the session in which the request runs. Null if there is no session.</summary>
    public EphemeralBudget? Budget
    {
        get
        {
            lock (_gate)
            {
                return _budget ?? session.Life?.Ephemerals;
            }
        }
    }

    /// <summary>Reserves the room, unless there is no session. Returns false if there is too little room.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var budget = session.Life?.Ephemerals;
            if (budget == _budget || cost == 0)
            {
                return true;
            }

            _budget?.Settle(cost, path: null); // that session has ended
            _budget = budget?.TryReserve(cost) is true ? budget : null;
            return budget is null || _budget is not null;
        }
    }

    /// <summary>Replaces the reservation with the znode that was created, or may have been created. Null if none was, or if the caller counts them.</summary>
    public void Settle(string? created)
    {
        lock (_gate)
        {
            var isReserved = _budget is not null;
            (isReserved ? _budget : session.Life?.Ephemerals)?.Settle(isReserved ? cost : 0, created);
            (_budget, _isSettled) = (null, true);
        }
    }

    public ZooKeeperException Exceeded(EphemeralBudget budget) => new(
        ErrorCode.QuotaExceeded,
        $"Create{(path is null ? "" : $" of '{path}'")} failed: the session has {budget.Bytes} bytes of paths of ephemeral znodes; the limit is "
        + $"{budget.Limit}. If they exceed jute.maxbuffer of the servers, the end of the session stops the ensemble. Use another client, or raise "
        + $"{nameof(ZooKeeperClientOptions.MaxEphemeralBytes)} together with jute.maxbuffer.",
        path);

    /// <summary>Makes a body that is sent only if there is room.</summary>
    public IRecord Limit(IRecord body) => new LimitedBody(this, body);

    private void TakeOrThrow()
    {
        if (_isSettled)
        {
            throw new OperationCanceledException("The caller has given up."); // nothing would count the znodes
        }

        if (!TryTake() && Budget is { } budget)
        {
            throw Exceeded(budget);
        }
    }

    private sealed class LimitedBody(EphemeralReservation reservation, IRecord body) : IRecord
    {
        public void Write(JuteWriter writer)
        {
            reservation.TakeOrThrow();
            body.Write(writer);
        }
    }
}
