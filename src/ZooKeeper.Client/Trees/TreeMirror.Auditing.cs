using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>What an audit may see and do.</summary>
internal sealed partial class TreeMirror
{
    private readonly TreeAudit? _audit;

    public long AuditRepairs => _audit?.Repairs ?? 0;

    public long AuditAclDifferences => _audit?.AclDifferences ?? 0;

    /// <summary>Whether the mirror is in step, and has no reads of its own to send first.</summary>
    public bool IsAuditable => IsFollowing && !IsStale && !_isPaused && _comparison.Count == 0 && !_dirty.All.Any();

    /// <summary>Whether several znodes can be read by one request. A server without recursive watches is not asked for it: most of them have neither.</summary>
    public bool HasMultiRead => !_hasOneShots;

    /// <summary>The most paths of a chunk of an audit.</summary>
    public int MostAudited => HasMultiRead ? TreeReadBuilder.MostAtomic : TreeReadBuilder.MostWatching;

    public int MaxRequestLength => _connection!.MaxRequestLength;

    /// <summary>
    /// Whether a comparison can tell anything about a path: it is known, and nothing of it is to be read. Unreadable znodes are tried again more often than
    /// any audit comes round.
    /// </summary>
    public bool CanAudit(string path, out long dataLength)
    {
        var znode = _working.Find(path);
        dataLength = znode?.Stat.DataLength ?? 0;
        return (znode is { State: ZnodeState.Read } || (znode is null && IsRoot(path))) && OpenNeedOf(path) == ReadNeed.None;
    }

    public bool IsRoot(string path) => _roots.Contains(path);

    public Znode? Find(string path) => _working.Find(path);

    /// <summary>What is still to be read of a path, or on its way.</summary>
    public ReadNeed OpenNeedOf(string path)
    {
        var need = _dirty.NeedOf(path);
        foreach (var read in _inFlight)
        {
            need |= read.NeedOf(path);
        }

        return need;
    }

    public void Reread(string path, ReadNeed need) => MarkDirty(path, need);

    public void Send(PendingRequest read) => _connection!.Send(read);
}
