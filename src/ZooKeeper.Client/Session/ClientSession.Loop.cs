namespace ZooKeeper.Client.Session;

internal sealed partial class ClientSession
{
    // Below this a connection was of no use: the next wait is longer, so that a resync which kills its connection each time backs off.
    private static readonly TimeSpan UsefulLife = TimeSpan.FromSeconds(5);

    private async Task RunAsync()
    {
        try
        {
            while (State != SessionState.Closed)
            {
                await RunOnceAsync().ConfigureAwait(false);
                if (!_reconnectsAtOnce)
                {
                    await Task.Delay(_backoff.Next(), _options.TimeProvider, _stop.Token).ConfigureAwait(false);
                }

                _reconnectsAtOnce = false;
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Also an attempt that failed at the same moment: nobody wants it any more.
            LogStopped(_logger, Ticket.SessionId);
        }
        finally
        {
            lock (Observers.Gate)
            {
                _unsent.FailAll(new ConnectionLossException("The client was disposed before the request could be sent."));
                Observers.Closed();
            }

            _firstConnection.TrySetException(new ObjectDisposedException(nameof(ZooKeeperClient)));
            _ = _firstConnection.Task.Exception;
        }
    }

    // Whatever an observer throws costs this connection, never the client.
    private async Task RunOnceAsync()
    {
        try
        {
            ExpireIfForgotten();
            var pass = new ServerPass(_connectString, _options, _tlsPorts, _logger);
            var handshake = await EstablishAsync(pass).ConfigureAwait(false);
            if (handshake is not null)
            {
                await ServeAsync(handshake).ConfigureAwait(false);
            }
            else
            {
                GiveUpOverdue(pass);
            }
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            LogFailed(_logger, e);
        }
    }

    private async Task<Handshake?> EstablishAsync(ServerPass pass)
    {
        var handshake = await pass.RunAsync(Ticket, _stop.Token).ConfigureAwait(false);
        if (handshake is { Response.IsExpired: true })
        {
            handshake.Dispose();
            Expire();
            handshake = await pass.RunAsync(Ticket, _stop.Token).ConfigureAwait(false);
        }

        if (handshake is null && _options.AllowReadOnly)
        {
            handshake = await EstablishReadOnlyAsync(pass).ConfigureAwait(false);
        }

        Failures = handshake is null ? pass.Failures : [];
        if (handshake is null)
        {
            _lastHeard = pass.SessionLastSeen ?? _lastHeard;
        }

        _refusedSince = handshake is null && pass.AnyRefused ? _refusedSince ?? _options.TimeProvider.GetTimestamp() : null;
        return _refusedSince is { } since && LastZxid > 0 && _options.TimeProvider.GetElapsedTime(since) > 3 * _timeout
            ? await ProbeAsync().ConfigureAwait(false)
            : handshake;
    }

    // Whoever can be reached refuses: either there is no quorum, or the ensemble lost its history and waits for zxids that never come.
    private async Task<Handshake?> ProbeAsync()
    {
        var pass = new ServerPass(_connectString, _options, _tlsPorts, _logger);
        var handshake = await pass.RunAsync(SessionTicket.ForNewSession(lastZxidSeen: 0), _stop.Token).ConfigureAwait(false);
        if (handshake is null)
        {
            return null;
        }

        try
        {
            using var timeout = new CancellationTokenSource(_timeout, _options.TimeProvider);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, timeout.Token);
            var zxid = await WipeProbe.ReadZxidAsync(handshake, patience.Token).ConfigureAwait(false);
            if (zxid < LastZxid)
            {
                LogWiped(_logger, LastZxid, zxid, handshake.Server.ToString());
                Expire(lastZxidSeen: 0); // nothing of the new history has been seen
            }
            else
            {
                Expire();
            }

            _refusedSince = null;
            return handshake;
        }
        catch (Exception e)
        {
            handshake.Dispose();
            _stop.Token.ThrowIfCancellationRequested();
            LogProbeFailed(_logger, handshake.Server.ToString(), e);
            return null;
        }
    }

    private async Task ServeAsync(Handshake handshake)
    {
        using var connection = new Connection(handshake, Observers, _options, _logger);
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
        Failures = isRejected ? [rejection] : Failures; // before the state tells of it
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

    private void OnEnded(Connection connection, Exception end)
    {
        if (end is ReadWriteServerFoundException found)
        {
            LogLeft(_logger, connection.Server, found.Server);
            _backoff.Reset();
            return;
        }

        LogDisconnected(_logger, connection.Server, end.Message);
        _reconnectsAtOnce = end is ReconnectAtOnceException;
        if (end is ZxidRegressionException)
        {
            Expire(lastZxidSeen: 0);
        }
    }

    // It does not go away by trying again soon.
    private void OnRejected(AuthFailedException rejection)
    {
        _backoff.Slow();
        LogRejected(_logger, rejection.Message);
        _firstConnection.TrySetException(rejection);
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

            // A server can answer with a new session without saying that the one it was shown has expired.
            if (!connection.IsReadOnly && response.SessionId != Ticket.SessionId)
            {
                Expire();
            }

            // After a read-only server's session the one of before is as good as new: what was verified on it was not verified on the last connection.
            var isNewSession = response.SessionId != Ticket.SessionId || response.SessionId != _lastSessionId;
            var kind = connection.IsReadOnly ? "read-only" : response.SessionId == Ticket.SessionId ? "re-attached" : "new";
            _lastSessionId = response.SessionId;
            _timeout = connection.Timeout;
            _connection = connection;
            LogConnected(_logger, connection.Server, response.SessionId, kind, _timeout.TotalMilliseconds);
            if (connection.IsReadOnly)
            {
                LogReadOnly(_logger, connection.Server);
            }
            else
            {
                _ticket = new SessionTicket(response.SessionId, response.Password ?? [], Ticket.LastZxidSeen);
                _readWriteSearch.Reset();
            }

            SetState(connection.IsReadOnly ? SessionState.ConnectedReadOnly : SessionState.Connected);
            _identities.SendTo(connection, handshake.Credentials.Digests, onAccepted: () => _firstConnection.TrySetResult());
            Observers.Connected(connection, isNewSession);
            _unsent.SendTo(connection);
        }

        return true;
    }

    // Only the server can expire a session; but one that has not been heard for this long has (ZOOKEEPER-4508).
    private void ExpireIfForgotten()
    {
        if (Ticket.SessionId != 0 && _options.TimeProvider.GetElapsedTime(_lastHeard) > 4 * _timeout / 3)
        {
            lock (Observers.Gate)
            {
                FailOverdue(); // their error names the servers that could not be used
                Expire();
            }
        }
    }

    private void FailOverdue()
    {
        lock (Observers.Gate)
        {
            _unsent.FailOverdue(() => Unreachable("The request could not be sent"));
        }
    }

    private void Expire() => Expire(Ticket.LastZxidSeen);

    // The newest zxid is carried over, so that the new session does not begin in the past.
    private void Expire(long lastZxidSeen)
    {
        lock (Observers.Gate)
        {
            var expired = Ticket.SessionId;
            _ticket = SessionTicket.ForNewSession(lastZxidSeen);
            if (expired != 0)
            {
                LogExpired(_logger, expired);
                SetState(SessionState.Expired);
                _unsent.FailExpired(expired);
            }
        }
    }

    private void GiveUpOverdue(ServerPass pass)
    {
        LogNoServer(_logger, string.Join("; ", pass.Failures));
        lock (Observers.Gate)
        {
            if (pass.AnyRejected)
            {
                SetState(SessionState.AuthFailed);
            }
        }

        FailOverdue();
        ConnectFailed?.Invoke();
        if (pass.AnyRejected)
        {
            OnRejected(new AuthFailedException($"No ZooKeeper server could be used. Tried {string.Join("; ", pass.Failures)}."));
        }
    }

    /// <summary>The error that names every server that was tried, and why it did not do.</summary>
    public ConnectionLossException Unreachable(string what) => new(
        $"{what}: no ZooKeeper server could be used. " +
        (Failures.Count == 0 ? $"Tried {string.Join(", ", _connectString.Servers)}, without an answer so far." : $"Tried {string.Join("; ", Failures)}."),
        innerException: Failures.Count == 0 ? null : Failures[^1].Cause);
}
