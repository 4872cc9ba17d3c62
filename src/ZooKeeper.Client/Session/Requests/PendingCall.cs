using ZooKeeper.Client.Protocol;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Represents a call that completes with a value from the reply, or fails with an exception. A call allocates only this object and its task, because
/// applications read tens of thousands of znodes. Canceling ends the wait, not the request: the xid stays in use until the reply.
/// </summary>
internal sealed class PendingCall<TRequest, TReply, TResult>(OpCode opCode, string? path, Chroot chroot, TRequest request, Func<TReply, TResult> select)
    : PendingRequest(opCode, path)
    where TRequest : IRecord
    where TReply : IRecord<TReply>
{
    // Continuations are user code, which must not run on the connection's loop.
    private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CancellationTokenRegistration _cancellation;

    public Task<TResult> Result => _result.Task;

    public override bool IsAbandoned => _result.Task.IsCanceled;

    /// <summary>Registers the token of the caller. Call once, before the request is sent.</summary>
    public void CancelWith(CancellationToken cancellationToken) =>
        _cancellation = cancellationToken.UnsafeRegister(static (result, token) => ((TaskCompletionSource<TResult>)result!).TrySetCanceled(token), _result);

    public override void WriteBody(JuteWriter writer) => request.Write(writer);

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        if (header.Error == ErrorCode.Ok)
        {
            _result.TrySetResult(select(TReply.Read(ref body)));
            _cancellation.Unregister();
        }
        else
        {
            OnFailure(ZooKeeperException.Of(header.Error, OpCode.Name(), Path, Path is null ? null : chroot.ToServer(Path)));
        }
    }

    public override void OnFailure(ZooKeeperException cause) => Fail(cause);

    public override void OnDisposed(ObjectDisposedException disposed, ZooKeeperException loss) => Fail(disposed);

    public void Fail(Exception cause)
    {
        _result.TrySetException(cause);
        _ = _result.Task.Exception; // a caller that cancelled does not observe it
        _cancellation.Unregister();
    }
}
