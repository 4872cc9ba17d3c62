using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;
using ZooKeeper.Client.Watches;

namespace ZooKeeper.Client;

/// <summary>
/// Reads and writes znodes. A <see cref="ZooKeeperClient"/> uses its current session, and a <see cref="ZooKeeperSession"/> always the same session. All members
/// are thread-safe.
/// </summary>
public abstract partial class ZooKeeperOperations
{
    private readonly ClientSession _requests;

    private protected ZooKeeperOperations(ClientSession requests, Chroot chroot, WatchCalls watchCalls)
    {
        _requests = requests;
        Chroot = chroot;
        WatchCalls = watchCalls;
    }

    private protected Chroot Chroot { get; }

    private protected WatchCalls WatchCalls { get; }

    private protected WatchRegistry Watches => WatchCalls.Registry;

    /// <summary>Sends a request, or fails it.</summary>
    private protected abstract void Submit(PendingRequest request);

    private static MultiReadResult ToResult(string path, IRecord result) => result switch
    {
        GetDataReply data => new MultiReadResult(path, ErrorCode.Ok, new ZnodeData(data.Data, data.Stat.Stat), Children: null),
        NamesReply names => new MultiReadResult(path, ErrorCode.Ok, Data: null, names.Names),
        IntReply error => new MultiReadResult(path, (ErrorCode)error.Value, Data: null, Children: null),
        _ => throw NotFitting(OpCode.MultiRead),
    };

    private static IReadOnlyList<MultiOperationResult> Fitting(MultiReply reply, int operations, OpCode opCode) =>
        reply.Results.Count == operations ? reply.Results : throw NotFitting(opCode);

    private static ZooKeeperException NotFitting(OpCode opCode) =>
        new(ErrorCode.MarshallingError, $"The server's reply to {opCode} does not match the request.");

    private Stat? ToStat(string path, in Reply<StatReply> reply) => reply.Error switch
    {
        ErrorCode.Ok => reply.Body.Stat.Stat,
        ErrorCode.NoNode => null,
        _ => throw ZooKeeperException.Of(reply.Error, nameof(OpCode.Exists), path, Chroot.ToServer(path)),
    };

    private ZnodeChildren ToChildren(string path, in Reply<GetChildren2Reply> reply) => reply.Error == ErrorCode.Ok
        ? new ZnodeChildren(reply.Body.Names, reply.Body.Stat.Stat)
        : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.GetChildren), path, Chroot.ToServer(path));

    private ZnodeData ToData(string path, in Reply<GetDataReply> reply) => reply.Error == ErrorCode.Ok
        ? new ZnodeData(reply.Body.Data, reply.Body.Stat.Stat)
        : throw ZooKeeperException.Of(reply.Error, nameof(OpCode.GetData), path, Chroot.ToServer(path));

    private async Task<ZnodeData> WatchDataAsync(string path, Watcher watcher, CancellationToken cancellationToken) =>
        ToData(path, await SendAsync(new WatchingRead<GetDataReply>(OpCode.GetData, path, ToServer(path), Watches, watcher), cancellationToken).ConfigureAwait(false));

    private (WatchingRead<TReply> Read, SignalWatcher Watcher) Watching<TReply>(OpCode opCode, string path)
        where TReply : IRecord<TReply>
    {
        var watcher = new SignalWatcher(Chroot);
        return (new WatchingRead<TReply>(opCode, path, ToServer(path), Watches, watcher), watcher);
    }

    private void Remove(string path, UserWatch watch)
    {
        var serverPath = ToServer(path);
        lock (_requests.Observers.Gate)
        {
            if (Watches.Remove(serverPath, watch) && !Watches.IsNeeded(serverPath))
            {
                _requests.SendIfConnected(new RemoveWatches(path, serverPath, Watches));
            }
        }
    }

    private Task<Reply<TReply>> ReadAsync<TReply>(OpCode opCode, string path, Delegate? watcher, CancellationToken cancellationToken)
        where TReply : IRecord<TReply>
    {
        var serverPath = ToServer(path);
        return SendAsync(
            watcher is null
                ? new PendingReply<ReadRequest, TReply>(opCode, path, new ReadRequest(serverPath, Watch: false))
                : new WatchingRead<TReply>(opCode, path, serverPath, Watches, ForUser(watcher)),
            cancellationToken);
    }

    private protected string ToServer(string path) => Chroot.ToServer(ZnodePath.Parse(path).Value);

    private protected Watcher ForUser(Delegate watcher) => new CallbackWatcher(watcher, Chroot, WatchCalls.Queue, WatchCalls.Context);

    private protected async Task<Reply<TReply>> SendAsync<TRequest, TReply>(PendingReply<TRequest, TReply> request, CancellationToken cancellationToken)
        where TRequest : IRecord
        where TReply : IRecord<TReply>
    {
        cancellationToken.ThrowIfCancellationRequested();
        Submit(request);
        return await request.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private protected Task<TReply> CallAsync<TRequest, TReply>(OpCode opCode, string? path, TRequest body, CancellationToken cancellationToken)
        where TRequest : IRecord
        where TReply : IRecord<TReply> =>
        CallAsync<TRequest, TReply, TReply>(opCode, path, body, static reply => reply, cancellationToken);

    private protected Task<TResult> CallAsync<TRequest, TReply, TResult>(
        OpCode opCode, string? path, TRequest body, Func<TReply, TResult> select, CancellationToken cancellationToken)
        where TRequest : IRecord
        where TReply : IRecord<TReply>
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        var call = new PendingCall<TRequest, TReply, TResult>(opCode, path, Chroot, body, select);
        call.CancelWith(cancellationToken);
        try
        {
            Submit(call);
        }
        catch (ObjectDisposedException e)
        {
            call.Fail(e);
        }

        return call.Result;
    }
}
