using ZooKeeper.Client;
using ZooKeeper.Coordination.Presences;

namespace ZooKeeper.Coordination;

/// <summary>Represents the membership of this process in a <see cref="ZooKeeperGroup"/>. Dispose it to leave. All members are thread-safe.</summary>
public sealed class GroupMembership : IAsyncDisposable
{
    private readonly Presence _presence;

    internal GroupMembership(string id, Presence presence) => (Id, _presence) = (id, presence);

    /// <summary>Gets the id of this member.</summary>
    public string Id { get; }

    /// <summary>Gets the path of the znode.</summary>
    public string Path => _presence.Path;

    /// <summary>
    /// Gets whether this process is a member, as far as it knows. It is false after the session has ended until the znode is created again, and while another
    /// process has taken the id.
    /// </summary>
    public bool IsMember => _presence.State == PresenceState.Present;

    /// <summary>
    /// Changes the data. If the session ends meanwhile, the znode is created again with the new data. If you cancel the call, the data can still be written.
    /// </summary>
    /// <param name="data">The data, or null for none.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="NoAuthException">The identities of the connection lack the permission to write. A znode that is created again has the new data.</exception>
    /// <exception cref="ObjectDisposedException">This member has left, or the client was disposed.</exception>
    public Task SetDataAsync(byte[]? data, CancellationToken cancellationToken = default) => _presence.SetDataAsync(data, cancellationToken);

    /// <summary>
    /// Leaves the group. Waits for the server for about a second; without an answer, the client continues in the background until the znode is deleted or the session
    /// has ended.
    /// </summary>
    public ValueTask DisposeAsync() => _presence.DisposeAsync();
}
