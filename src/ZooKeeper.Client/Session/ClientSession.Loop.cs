namespace ZooKeeper.Client.Session;

/// <content>The loop: connect, serve, expire, repeat.</content>
internal sealed partial class ClientSession
{
    // One pass is not enough: a starting server may get its users or its certificate a moment later.
    private const int HopelessPassesToFail = 2;

    private async Task RunAsync()
    {
        try
        {
            while (State != SessionState.Closed)
            {
                try
                {
                    ExpireIfForgotten();
                    var pass = new ServerPass(_connectString, _timeout, _options, _tlsPorts, _logger);
                    if (await EstablishAsync(pass).ConfigureAwait(false) is { } handshake)
                    {
                        await ServeAsync(handshake).ConfigureAwait(false);
                    }
                    else
                    {
                        OnPassFailed(pass);
                    }
                }
                catch (Exception e) when (!_stop.IsCancellationRequested)
                {
                    // If an observer throws, the client drops this connection and continues.
                    SessionLog.Failed(_logger, e);
                }

                if (!_reconnectsAtOnce)
                {
                    await Task.Delay(NextPause(), _options.TimeProvider, _stop.Token).ConfigureAwait(false);
                }

                _reconnectsAtOnce = false;
            }
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Includes an attempt that failed at the same moment: its outcome no longer matters.
            SessionLog.Stopped(_logger, Ticket.SessionId);
        }
        finally
        {
            lock (Observers.Gate)
            {
                _unsent.FailAll(Disposed());
                _unsent.Dispose();
                EndLife();
                _nextLife.TrySetException(Disposed());
                _ = _nextLife.Task.Exception; // observe it, in case no caller waits
                Observers.Closed();
            }

            _firstConnection.TrySetException(Disposed());
            _ = _firstConnection.Task.Exception;
        }
    }

    private async Task<Handshake?> EstablishAsync(ServerPass pass)
    {
        Handshake? handshake;
        using var forgotten = Ticket.SessionId == 0 ? null : new CancellationTokenSource(UntilExpiry, _options.TimeProvider);
        using var attempt = forgotten is null ? null : CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, forgotten.Token);
        try
        {
            handshake = await pass.RunAsync(Ticket, attempt?.Token ?? _stop.Token).ConfigureAwait(false);
        }
        catch (Exception) when (forgotten is { IsCancellationRequested: true } && !_stop.IsCancellationRequested)
        {
            OnForgotten(pass); // also if the attempt failed at the same moment
            handshake = await pass.RunAsync(Ticket, _stop.Token).ConfigureAwait(false);
        }

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

        _wipes.OnPass(isRefused: handshake is null && pass.AnyRefused);
        return LastZxid > 0 && _wipes.IsProbeDue(_timeout) ? await ProbeAsync().ConfigureAwait(false) : handshake;
    }

    // Runs only if no server accepts the session, so that the client prefers a read-write server. Reads are never older than what this client has seen.
    private async Task<Handshake?> EstablishReadOnlyAsync(ServerPass pass)
    {
        var handshake = await pass.RunReadOnlyAsync(LastZxid, _stop.Token).ConfigureAwait(false);
        if (handshake is { Response.ReadOnly: not true } && Ticket.SessionId != 0)
        {
            // The server has found a quorum meanwhile, so the previous session may still be there: the next pass asks for it first.
            handshake.Dispose();
            return null;
        }

        return handshake;
    }

    private async Task<Handshake?> ProbeAsync()
    {
        if (await _wipes.ProbeAsync(_timeout, _stop.Token).ConfigureAwait(false) is not var (handshake, zxid))
        {
            return null;
        }

        if (zxid < LastZxid)
        {
            SessionLog.Wiped(_logger, LastZxid, zxid, handshake.Server.ToString());
            Expire(lastZxidSeen: 0); // the client has seen nothing of the new history
        }
        else
        {
            Expire();
        }

        return handshake;
    }

    private void OnForgotten(ServerPass pass)
    {
        _lastHeard = pass.SessionLastSeen ?? _lastHeard;
        Failures = pass.Failures.Count == 0 ? Failures : [.. pass.Failures];
        if (pass.SessionLastSeen is null)
        {
            lock (Observers.Gate)
            {
                FailOverdue(); // first, because this error names the servers that could not be used
                Expire();
            }
        }
    }

    private void ExpireIfForgotten()
    {
        if (Ticket.SessionId != 0 && UntilExpiry == TimeSpan.Zero)
        {
            lock (Observers.Gate)
            {
                FailOverdue(); // first, because this error names the servers that could not be used
                Expire();
            }
        }
    }

    // An exception on a timer's thread would end the process.
    private void OnOverdue()
    {
        try
        {
            FailOverdue();
        }
        catch (Exception e)
        {
            SessionLog.Failed(_logger, e);
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

    // The new session keeps the newest zxid, so that it does not begin in the past.
    private void Expire(long lastZxidSeen)
    {
        lock (Observers.Gate)
        {
            var expired = Ticket.SessionId;
            _ticket = SessionTicket.ForNewSession(lastZxidSeen);
            if (expired != 0)
            {
                SessionLog.Expired(_logger, expired, _options.TimeProvider.GetElapsedTime(_lastHeard).TotalSeconds);
                EndLife();
                SetState(_connection is { IsReadOnly: true } ? State : SessionState.Expired); // a read-only server has its own session
                _unsent.FailExpired(expired);
            }
        }
    }

    private void OnPassFailed(ServerPass pass)
    {
        // Compare each reason on its own, because the order of the servers is random.
        var isLogged = _outage.OnFailed(pass.Failures.Select(failure => failure.ToString()));
        if (isLogged)
        {
            SessionLog.NoServer(_logger, _outage.Count, string.Join("; ", pass.Failures));
        }

        _hopelessPasses = pass.IsHopeless ? _hopelessPasses + 1 : 0;
        lock (Observers.Gate)
        {
            if (pass.AnyRejected)
            {
                SetState(SessionState.AuthFailed);
            }
        }

        FailOverdue();
        ConnectFailed?.Invoke();
        var rejection = pass.AnyRejected ? new AuthFailedException($"No ZooKeeper server could be used. Tried {string.Join("; ", pass.Failures)}.") : null;
        if (rejection is not null && isLogged)
        {
            SessionLog.Rejected(_logger, rejection.Message);
        }

        if (_hopelessPasses >= HopelessPassesToFail)
        {
            _firstConnection.TrySetException(rejection ?? (Exception)Unreachable("Retrying cannot help"));
        }

        // Retrying soon would not help. But an application that is starting waits for the second pass.
        if (rejection is not null && _firstConnection.Task.IsCompleted)
        {
            _backoff.Slow();
        }
    }

    private void OnRejected(AuthFailedException rejection)
    {
        _backoff.Slow();
        SessionLog.Rejected(_logger, rejection.Message);
        _firstConnection.TrySetException(rejection);
    }
}
