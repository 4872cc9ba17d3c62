using System.Runtime.CompilerServices;
using System.Text;
using ZooKeeper.Client;
using ZooKeeper.Coordination.Contending;

namespace ZooKeeper.Coordination;

/// <summary>
/// Elects one leader among the candidates at a path. If the leader resigns or its session ends, the candidate that has waited longest leads. All members are
/// thread-safe.
/// </summary>
/// <remarks>
/// Candidates of Apache Curator's <c>LeaderLatch</c> on the same path take part, or those of its <c>LeaderSelector</c> if <see cref="ElectionOptions.Layout"/> says so.
/// Never use both on one path: there would be two leaders.
/// </remarks>
public sealed class ZooKeeperElection
{
    private readonly ZooKeeperClient _client;
    private readonly ContenderKind _kind;
    private readonly Contention _contention;

    /// <summary>Creates an election. Sends nothing.</summary>
    /// <param name="client">The client, which stays the caller's.</param>
    /// <param name="path">The path of the election. If it does not exist, the first candidate creates it, as a container.</param>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The path or an option is invalid.</exception>
    public ZooKeeperElection(ZooKeeperClient client, string path, ElectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new ElectionOptions();
        options.Validate();
        ArgumentException.ThrowIfNullOrEmpty(options.Id);
        if (!Enum.IsDefined(options.Layout))
        {
            throw new ArgumentException($"{nameof(ElectionOptions)}.{nameof(options.Layout)} has no layout {options.Layout}.", nameof(options));
        }

        _client = client;
        Path = ZnodePath.Parse(path).Value;
        _kind = options.Layout == ElectionLayout.LeaderLatch ? ContenderKind.LatchCandidate : ContenderKind.SelectorCandidate;
        _contention = new Contention(client, new Contender(Path, _kind, _kind.Blockers, Encoding.UTF8.GetBytes(options.Id), options));
    }

    /// <summary>Gets the path of the election.</summary>
    public string Path { get; }

    /// <summary>Waits until this process is the leader. If the session expires meanwhile, the call becomes a candidate again in the next session.</summary>
    /// <param name="cancellationToken">Withdraws the candidacy. The znode is deleted.</param>
    /// <returns>The leadership. Dispose it to resign.</returns>
    /// <exception cref="NoAuthException">The identities of the connection lack a permission on the path.</exception>
    /// <exception cref="InvalidOperationException">The path has candidates of another layout.</exception>
    public async Task<Leadership> CampaignAsync(CancellationToken cancellationToken = default) =>
        new(await _contention.WaitAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Runs work whenever this process is the leader. If the leadership is lost, cancels the work, waits for it to end, and becomes a candidate again. If the
    /// work returns by itself, resigns and returns.
    /// </summary>
    /// <param name="work">The work. Its token is cancelled when the leadership is lost or <paramref name="cancellationToken"/> is cancelled.</param>
    /// <param name="cancellationToken">Ends the candidacy: cancels the work, waits for it, then resigns.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task RunAsync(Func<Leadership, CancellationToken, Task> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        while (true)
        {
            var leadership = await CampaignAsync(cancellationToken).ConfigureAwait(false);
            await using (leadership.ConfigureAwait(false))
            {
                using var end = CancellationTokenSource.CreateLinkedTokenSource(leadership.LostToken, cancellationToken);
                try
                {
                    await work(leadership, end.Token).ConfigureAwait(false);

                    // Work that sees the loss itself can end before the token is cancelled.
                    if (!leadership.IsLost && !cancellationToken.IsCancellationRequested)
                    {
                        return;
                    }
                }
                catch (Exception e) when (e is OperationCanceledException or OwnershipLostException && leadership.IsLost)
                {
                    // Becomes a candidate again, unless the caller has cancelled.
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// Follows the election without being a candidate. The first element is the current state. While the client lacks the permission to read, the state is the last
    /// one that it could read, and <see cref="ElectionState.IsReadable"/> is <see langword="false"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the sequence with an <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<ElectionState> ObserveAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var mirror = _client.Mirror(Path);
        await using (mirror.ConfigureAwait(false))
        {
            TreeSnapshot? seen = null;
            while (true)
            {
                seen = await mirror.NextAsync(seen, cancellationToken).ConfigureAwait(false);
                yield return StateOf(seen);
            }
        }
    }

    private ElectionState StateOf(TreeSnapshot snapshot)
    {
        var election = snapshot.Find(Path);
        Znode[] candidates = [.. InOrder(Readable(election)?.Children ?? [])];
        var ids = Array.ConvertAll(candidates, znode => Encoding.UTF8.GetString((znode.Data ?? default).Span));
        return new ElectionState(ids.Length == 0 ? null : ids[0], candidates.Length == 0 ? 0 : candidates[0].Stat.Czxid, ids) { IsReadable = election?.IsReadable ?? true };
    }

    private IEnumerable<Znode> InOrder(IEnumerable<Znode> children)
    {
        var candidates = children.Select(znode => (Name: ContenderName.Parse(znode.Name, _kind.Blockers), Znode: Readable(znode) ?? znode))
            .Where(static candidate => candidate.Name is not null)
            .ToList();

        // A znode that never was readable has no czxid, and without it, only the number shows the place.
        var hasUnknown = candidates.Exists(static candidate => candidate.Znode.Stat.Czxid == 0);
        return candidates.OrderBy(candidate => hasUnknown ? candidate.Name!.Value.Sequence : candidate.Znode.Stat.Czxid).Select(static candidate => candidate.Znode);
    }

    // Without a permission, there is no news. That does not mean that nobody leads.
    private static Znode? Readable(Znode? znode) => znode is { IsReadable: false } ? znode.LastReadable : znode;
}
