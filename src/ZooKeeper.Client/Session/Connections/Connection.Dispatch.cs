using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

internal sealed partial class Connection
{
    /// <summary>Gets the session with the ensemble, which replies confirm. Set before the connection is served. Null on a read-only server.</summary>
    public SessionLife? Life { get; set; }

    /// <summary>Gets whether requests of users must wait, because the server may close the connection.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Called under the observers' gate when requests of users no longer have to wait.</summary>
    public Action? Released { get; set; }

    /// <summary>Makes requests of users wait until <see cref="Release"/>. The caller holds the observers' gate.</summary>
    public void Hold() => IsHeld = true;

    /// <summary>Lets requests of users through. The caller holds the observers' gate.</summary>
    public void Release()
    {
        if (IsHeld)
        {
            IsHeld = false;
            Released?.Invoke();
        }
    }

    /// <summary>
    /// Runs an action after a pause, under the observers' gate, unless the connection has ended by then. If the action fails, the connection ends, and the next
    /// connection does the work instead.
    /// </summary>
    public async Task RunLaterAsync(TimeSpan pause, Action action)
    {
        try
        {
            await Task.Delay(pause, Time).ConfigureAwait(false);
            lock (_observers.Gate)
            {
                if (!IsOver)
                {
                    action();
                }
            }
        }
        catch (Exception e)
        {
            Close(e);
        }
    }

    // Called under the observers' gate, for each frame in the order of the wire.
    private void Dispatch(in Frame frame)
    {
        var reader = new JuteReader(frame.Bytes.Span);
        var header = ReplyHeader.Read(ref reader);
        if (header.Xid == Xid.Notification)
        {
            DispatchEvent(header, WatcherEvent.Read(ref reader));
            return;
        }

        PendingRequest? request;
        lock (_gate)
        {
            request = _requests.TakeSent(header.Xid);
        }

        if (request is null)
        {
            throw new JuteException($"The server replied to request {header.Xid}, which is not in flight.");
        }

        // Replies to auth and sasl bypass the server's pipeline, and do not prolong the session.
        if (Life is { } life && request is { SentAt: { } sent, OpCode: not (OpCode.Auth or OpCode.Sasl) })
        {
            life.Confirm(sent);
        }

        _lengthLimit.OnAnswered(request);
        DemandsAuthentication |= header.Error == ErrorCode.SessionClosedRequireAuth;
        var isOrdered = IsOrdered(header, request.OpCode);
        if (isOrdered)
        {
            Advance(header.Zxid, request);
        }

        if (frame.IsOverLimit)
        {
            request.OnFailure(new ReplyTooLargeException(request.OpCode, request.Path, frame.Length));
        }
        else
        {
            HandOver(request, header, ref reader);
        }

        if (isOrdered)
        {
            _observers.Reply(header.Zxid);
        }
    }

    private void HandOver(PendingRequest request, in ReplyHeader header, ref JuteReader body)
    {
        try
        {
            request.OnReply(header, ref body);
        }
        catch (Exception e)
        {
            // This request is no longer queued, so the end of the connection does not fail it. Its caller must not wait forever.
            Close(e);
            request.OnFailure(new ConnectionLossException($"The reply to {request.OpCode} is malformed: {e.Message}", request.Path, e));
            throw;
        }
    }

    private void DispatchEvent(in ReplyHeader header, in WatcherEvent watcherEvent)
    {
        var type = (WatchEventType)watcherEvent.Type;
        if (type is >= WatchEventType.NodeCreated and <= WatchEventType.NodeChildrenChanged)
        {
            if (!WirePath.IsPath(watcherEvent.Path))
            {
                throw new JuteException("The server sent an event with an invalid path.");
            }

            _observers.Event(new WatchedEvent(type, watcherEvent.Path, header.Zxid));
        }
        else
        {
            LogUnknownEvent(_logger, watcherEvent.Type, Server);
        }
    }

    // Some replies bypass the server's pipeline and say nothing about its order: auth, sasl, and early rejections (docs/protocol.md, "Headers and xids").
    // Of the errors, only NoNode is certain to come from the pipeline.
    private static bool IsOrdered(in ReplyHeader header, OpCode opCode) =>
        header.Zxid > 0 && header.Error is ErrorCode.Ok or ErrorCode.NoNode && opCode is not (OpCode.Auth or OpCode.Sasl);

    private void Advance(long zxid, PendingRequest request)
    {
        if (zxid < _lastZxid)
        {
            var regression = new ZxidRegressionException(_lastZxid, zxid);
            Close(regression);
            request.OnFailure(Lost(request, regression));
            throw regression;
        }

        Volatile.Write(ref _lastZxid, zxid);
    }

    private void FailAll(Exception end)
    {
        IReadOnlyList<PendingRequest> requests;
        lock (_gate)
        {
            requests = _requests.TakeAll();
        }

        var suspect = _lengthLimit.OnLost(end, requests);
        foreach (var request in requests)
        {
            request.OnConnectionEnded(end, Lost(request, end, suspect));
        }
    }

    private ConnectionLossException Lost(PendingRequest request, Exception end, LengthSuspect? suspect = null) => request.SentAt is null
        ? new($"Lost the connection to {Server} before {request} was sent. {end.Message}{suspect}", request.Path, end) { IsOutcomeUnknown = false }
        : new($"Lost the connection to {Server} before the reply to {request}. The outcome of a write is unknown. {end.Message}{suspect}", request.Path, end)
        {
            IsTransient = suspect is not { IsConclusive: true } || suspect.Request != request,
        };

    [LoggerMessage(1010, LogLevel.Debug, "Ignored an event of the unknown type {Type} from {Server}")]
    private static partial void LogUnknownEvent(ILogger logger, int type, string server);
}
