using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>Represents a request that completes with its reply. Canceling ends the wait, not the request: the xid stays in use until the reply.</summary>
internal class PendingReply<TRequest, TReply>(OpCode opCode, string? path, TRequest request) : PendingRequest(opCode, path)
    where TRequest : IRecord
    where TReply : IRecord<TReply>
{
    // Continuations are user code, which must not run on the connection's loop.
    private readonly TaskCompletionSource<Reply<TReply>> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool IsAbandoned => _reply.Task.IsCanceled;

    public async Task<Reply<TReply>> WaitAsync(CancellationToken cancellationToken)
    {
        var cancellation = cancellationToken.UnsafeRegister(static (reply, token) => ((TaskCompletionSource<Reply<TReply>>)reply!).TrySetCanceled(token), _reply);
        await using (cancellation.ConfigureAwait(false))
        {
            return await _reply.Task.ConfigureAwait(false);
        }
    }

    public override void WriteBody(JuteWriter writer) => request.Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body) =>
        _reply.TrySetResult(new Reply<TReply>(header.Error, header.Zxid, header.Error == ErrorCode.Ok ? TReply.Read(ref body) : default!));

    public override void OnFailure(ZooKeeperException cause)
    {
        _reply.TrySetException(cause);
        _ = _reply.Task.Exception; // a caller that cancelled does not observe it
    }

    public override void OnDisposed(ObjectDisposedException disposed, ZooKeeperException loss)
    {
        _reply.TrySetException(disposed);
        OnFailure(loss); // for derived requests; the caller already has its exception
    }
}
