using ZooKeeper.Client;
using ZooKeeper.Coordination.Tenures;

namespace ZooKeeper.Coordination.Barriers;

/// <summary>One look at a double barrier, with watches for the next change. Dispose it to remove them.</summary>
internal sealed class BarrierLook : IDisposable
{
    private readonly ZnodeWatch<ZnodeData> _data;
    private readonly ZnodeWatch<ZnodeChildren> _children;

    private BarrierLook(BarrierPlace place, ZnodeWatch<ZnodeData> data, ZnodeWatch<ZnodeChildren> children)
    {
        (_data, _children) = (data, children);
        Generation = Generation.Parse(place.Path, place.Participants, data.Value);
    }

    public Generation Generation { get; }

    /// <summary>Gets the names of those that wait, and of the members of the generation that have not left.</summary>
    public IReadOnlyList<string> Present => _children.Value.Names;

    /// <summary>Gets whether no member of the generation is left.</summary>
    public bool IsOver => !Present.Intersect(Generation.Members).Any();

    /// <summary>Looks.</summary>
    /// <exception cref="NoNodeException">The path does not exist.</exception>
    public static async Task<BarrierLook> TakeAsync(ZooKeeperOperations operations, BarrierPlace place, CancellationToken cancellationToken)
    {
        // Data first: a list that was read before the generation began could lack some of its members.
        var data = await AnsweredAsync(() => operations.GetDataAndWatchAsync(place.Path, cancellationToken)).ConfigureAwait(false);
        ZnodeWatch<ZnodeChildren>? children = null;
        try
        {
            children = await AnsweredAsync(() => operations.GetChildrenAndWatchAsync(place.Path, cancellationToken)).ConfigureAwait(false);
            return new BarrierLook(place, data, children);
        }
        catch
        {
            children?.Dispose();
            data.Dispose();
            throw;
        }

        Task<T> AnsweredAsync<T>(Func<Task<T>> read) => Retry.UntilAnsweredAsync(read, place.Options.TimeProvider, cancellationToken);
    }

    /// <summary>Waits until something may be different.</summary>
    public async Task ChangedAsync(CancellationToken cancellationToken) =>
        await (await Task.WhenAny(_data.WaitAsync(cancellationToken), _children.WaitAsync(cancellationToken)).ConfigureAwait(false)).ConfigureAwait(false);

    public void Dispose()
    {
        _data.Dispose();
        _children.Dispose();
    }
}
