using System.Runtime.CompilerServices;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Following;
using ZooKeeper.Coordination.Presences;

namespace ZooKeeper.Coordination;

/// <summary>
/// A group of processes that know each other. A member that fails leaves when its session ends. A member that only loses its session joins again by itself. All
/// members are thread-safe.
/// </summary>
/// <remarks>
/// The znodes are those of Apache Curator's <c>GroupMember</c>: an ephemeral znode for each member, with the id as its name. Members of both libraries can share a group.
/// </remarks>
public sealed class ZooKeeperGroup : IAsyncDisposable
{
    private readonly ZooKeeperClient _client;
    private readonly GroupOptions _options;
    private readonly FollowedPath<GroupView> _followed;

    /// <summary>Creates a group. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the group. If it does not exist, the first member creates it, as a container.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperGroup(ZooKeeperClient client, string path, GroupOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _options = options ?? new GroupOptions();
        _options.Validate();
        Path = ZnodePath.Parse(path).Value;
        _followed = new FollowedPath<GroupView>(client, Path, (snapshot, _) => new GroupView(snapshot, Path), typeof(ZooKeeperGroup));
    }

    /// <summary>Gets the path of the group.</summary>
    public string Path { get; }

    /// <summary>
    /// Gets the latest view, or null before the first one. During an outage, it stays as it is. The first use of this property, <see cref="GetViewAsync"/> or
    /// <see cref="ObserveAsync"/> begins to follow the group.
    /// </summary>
    public GroupView? Current => _followed.Current;

    /// <summary>Gets whether <see cref="Current"/> is not verified on the current connection, or there is no connection.</summary>
    public bool IsStale => _followed.IsStale;

    /// <summary>Gets the error that prevents this process from following the group, or null.</summary>
    public ZooKeeperException? LastError => _followed.LastError;

    /// <summary>Joins the group. Returns when the server has created the znode.</summary>
    /// <remarks>
    /// If an ephemeral znode of another session has the id, the call replaces it without a gap. Usually, that znode belongs to a process that was killed and
    /// has restarted. If its owner is alive, the owner is no longer a member until this process leaves. Give each process an id of its own.
    /// </remarks>
    /// <param name="id">The id, which is a valid name of a znode.</param>
    /// <param name="data">The data that others see, or null for none.</param>
    /// <param name="cancellationToken">Gives up. The znode is deleted.</param>
    /// <returns>The membership. Dispose it to leave.</returns>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    /// <exception cref="InvalidOperationException">A znode with the id exists and is not ephemeral.</exception>
    public async Task<GroupMembership> JoinAsync(string id, byte[]? data = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var path = ZnodePath.Parse(ZnodePath.Combine(Path, id)).Value;
        if (id.Contains('/', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The id '{id}' has a '/' in it. An id is the name of one znode.", nameof(id));
        }

        var presence = new Presence(_client, path, data, _options);
        try
        {
            await presence.Entered.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new GroupMembership(id, presence);
        }
        catch
        {
            await presence.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Gets the latest view. Waits for the first one, and costs no request after that.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ObjectDisposedException">The group or the client was disposed.</exception>
    public Task<GroupView> GetViewAsync(CancellationToken cancellationToken = default) => _followed.GetAsync(cancellationToken);

    /// <summary>Waits until <see cref="Current"/> is at least as new as the leader at the time of the call, and returns it.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ObjectDisposedException">The group or the client was disposed.</exception>
    public Task<GroupView> RefreshAsync(CancellationToken cancellationToken = default) => _followed.RefreshAsync(cancellationToken);

    /// <summary>Follows the members. The first element is the current view. Views in between can be skipped, but a later view contains their changes.</summary>
    /// <param name="cancellationToken">Ends the sequence with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ObjectDisposedException">The group or the client was disposed.</exception>
    public async IAsyncEnumerable<GroupView> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        GroupView? last = null;
        await foreach (var view in _followed.ObserveAsync(cancellationToken).ConfigureAwait(false))
        {
            if (last is null || !view.IsSameAs(last))
            {
                yield return last = view;
            }
        }
    }

    /// <summary>Stops following the group. Memberships are not affected.</summary>
    public ValueTask DisposeAsync() => _followed.DisposeAsync();
}
