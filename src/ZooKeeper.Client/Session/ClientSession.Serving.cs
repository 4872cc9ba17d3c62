namespace ZooKeeper.Client.Session;

/// <content>One connection, from the handshake until it ends.</content>
internal sealed partial class ClientSession
{
    // A shorter connection does not reset the backoff, so that the client backs off from a resync that ends each connection.
    private static readonly TimeSpan UsefulLife = TimeSpan.FromSeconds(5);

    private async Task ServeAsync(Handshake handshake)
    {
        using var connection = new Connection(handshake, Observers, _lengthLimit, _options, _logger);
        var started = _options.TimeProvider.GetTimestamp();
        if (!Adopt(handshake, connection))
        {
            return;
        }

        var end = await (connection.IsReadOnly ? ServeReadOnlyAsync(connection) : connection.ServeAsync()).ConfigureAwait(false);
        if (_options.TimeProvider.GetElapsedTime(started) > UsefulLife)
        {
            _backoff.Reset();
        }

        if (!connection.IsReadOnly)
        {
            _lastHeard = connection.LastReceived;
        }

        var isRejected = _identities.WasRejected || connection.DemandsAuthentication;
        var rejection = new ServerFailure(connection.Server, AuthFailedException.Of(connection.DemandsAuthentication));
        Failures = isRejected ? [rejection] : Failures; // before the state changes
        lock (Observers.Gate)
        {
            _ticket = new SessionTicket(Ticket.SessionId, Ticket.Password, LastZxid);
            _connection = null;
            SetState(isRejected ? SessionState.AuthFailed : SessionState.Disconnected);
            Observers.Disconnected();
        }

        if (_stop.IsCancellationRequested || State == SessionState.Closed)
        {
            return;
        }

        OnEnded(connection, end);

        if (isRejected)
        {
            OnRejected(new AuthFailedException($"{rejection}."));
        }
    }

    private async Task<Exception> ServeReadOnlyAsync(Connection connection)
    {
        using var served = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var forgetting = ForgetAsync(served.Token);
        var end = await _readWriteSearch.ServeUntilFoundAsync(connection, _stop.Token).ConfigureAwait(false);
        await served.CancelAsync().ConfigureAwait(false);
        await forgetting.ConfigureAwait(false);
        return end;
    }

    // A read-only server serves on, however long. Meanwhile, the ensemble expires the session.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A timer can be a little early.
            for (var rest = UntilExpiry; rest > TimeSpan.Zero; rest = UntilExpiry)
            {
                await Task.Delay(rest + TimeSpan.FromMilliseconds(1), _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }

            ExpireIfForgotten();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The connection has ended first.
        }
    }

    private bool Adopt(Handshake handshake, Connection connection)
    {
        var response = handshake.Response;
        lock (Observers.Gate)
        {
            if (State == SessionState.Closed)
            {
                return false;
            }

            // A server can answer with a new session without reporting that the requested one has expired.
            if (!connection.IsReadOnly && response.SessionId != Ticket.SessionId)
            {
                Expire();
            }

            // After a read-only server, the previous session counts as new: nothing was verified on it during the last connection.
            var isNewSession = response.SessionId != Ticket.SessionId || response.SessionId != _lastSessionId;
            var kind = connection.IsReadOnly ? "read-only" : response.SessionId == Ticket.SessionId ? "re-attached" : "new";
            _lastSessionId = response.SessionId;
            SetTimeout(connection.Timeout);
            _connection = connection;
            _outage.OnSucceeded();
            if (!connection.IsReadOnly)
            {
                _ticket = new SessionTicket(response.SessionId, response.Password ?? [], Ticket.LastZxidSeen);
                _readWriteSearch.Reset();
                AttachLife(connection, handshake.Requested);
            }

            SetState(connection.IsReadOnly ? SessionState.ConnectedReadOnly : SessionState.Connected);
            SessionLog.Connected(_logger, connection.Server, response.SessionId, kind, _timeout.TotalMilliseconds);
            if (connection.IsReadOnly)
            {
                SessionLog.ReadOnly(_logger, connection.Server);
            }

            _identities.SendTo(connection, handshake.Credentials.Digests, onAccepted: () => _firstConnection.TrySetResult());
            connection.Released = () => _unsent.SendTo(connection);
            Observers.Connected(connection, isNewSession);
            if (!connection.IsHeld)
            {
                _unsent.SendTo(connection);
            }
        }

        return true;
    }

    // While the session may be alive, pauses are short and end when the session expires.
    private TimeSpan NextPause()
    {
        if (Ticket.SessionId == 0)
        {
            return _backoff.Next();
        }

        var (pause, untilExpiry) = (_backoff.Next(LongestPauseOfSession), UntilExpiry);
        return pause < untilExpiry ? pause : untilExpiry;
    }

    // Only the server can expire a session. But it has done so if the client has heard nothing for this long (ZOOKEEPER-4508).
    private TimeSpan UntilExpiry
    {
        get
        {
            var rest = (4 * _timeout / 3) - _options.TimeProvider.GetElapsedTime(_lastHeard);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>Gets whether a server did not know create2.</summary>
    public bool LacksCreate2 { get; private set; }

    /// <summary>Records that the server does not know create2. The server closes the connection, so the next request must not use it.</summary>
    public void OnCreate2Unknown()
    {
        lock (Observers.Gate)
        {
            if (!LacksCreate2)
            {
                LacksCreate2 = true;
                _connection?.Close(new ReconnectAtOnceException("It has no create2; the client does without it."));
            }
        }
    }

    private void SetTimeout(TimeSpan timeout)
    {
        _timeout = timeout;
        _backoff.Longest = timeout / 2;
        _unsent.Patience = timeout;
    }

    private void AttachLife(Connection connection, long requested)
    {
        if (_life?.Id != connection.SessionId)
        {
            EndLife();
            _life = new SessionLife(connection.SessionId, _options.TimeProvider, _options.MaxEphemeralBytes);
        }

        _life.Attach(connection.Timeout, requested);
        connection.Life = _life;
        _nextLife.TrySetResult(_life);
    }

    private void EndLife()
    {
        if (_life is { } ended)
        {
            _ = EndAsync(ended);
        }

        _life = null;
        if (_nextLife.Task.IsCompleted)
        {
            _nextLife = new TaskCompletionSource<SessionLife>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task EndAsync(SessionLife life)
    {
        try
        {
            await life.EndAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            SessionLog.EndCallbackFailed(_logger, life.Id, e);
        }
    }

    private void OnEnded(Connection connection, Exception end)
    {
        if (end is ReadWriteServerFoundException found)
        {
            SessionLog.Left(_logger, connection.Server, found.Server);
            _backoff.Reset();
            return;
        }

        SessionLog.Disconnected(_logger, connection.Server, end.Message);
        _reconnectsAtOnce = end is ReconnectAtOnceException;
        if (end is ZxidRegressionException)
        {
            Expire(lastZxidSeen: 0);
        }
    }
}
