using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Tenures;

/// <summary>Moves an owner from one znode to another. It continues even if its caller gives up.</summary>
internal sealed class Relocation(ZooKeeperSession session, string former, string next, ContenderOptions options)
{
    // Created before the transaction, because the event of the deletion can arrive before the reply.
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool _hasMoved;

    public string Former => former;

    public string Next => next;

    public bool HasMoved => _hasMoved;

    /// <summary>Gets a task with whether the owner has moved. If not, another client has deleted its znode.</summary>
    public Task<bool> Done => _done.Task;

    public async Task RunAsync(byte[] data)
    {
        try
        {
            _hasMoved = await new Exchange(session, former, next, options).RunAsync(new Multi(), data, CancellationToken.None).ConfigureAwait(false) is not null;
            _done.SetResult(_hasMoved);
        }
        catch (Exception e)
        {
            _done.SetException(e);
            _ = _done.Task.Exception; // the caller may have given up
        }
    }
}
