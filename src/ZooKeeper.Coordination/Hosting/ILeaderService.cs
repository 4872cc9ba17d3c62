namespace ZooKeeper.Coordination;

/// <summary>Defines work that only one of several processes does at a time. Register it with <c>AddLeaderService</c>.</summary>
public interface ILeaderService
{
    /// <summary>
    /// Does the work. It is called in a scope of its own whenever this process becomes the leader. If it returns, this process resigns for good. If it throws, this
    /// process resigns and becomes a candidate again.
    /// </summary>
    /// <param name="leadership">The leadership, with the fencing token.</param>
    /// <param name="cancellationToken">Cancelled when the leadership is lost or the host stops. Another process leads only after the call has returned, or after a loss.</param>
    Task RunAsync(Leadership leadership, CancellationToken cancellationToken);
}
