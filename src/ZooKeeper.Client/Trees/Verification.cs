namespace ZooKeeper.Client.Trees;

/// <summary>
/// Decides what a mirror must read on one connection before it trusts what it knows from earlier ones (docs/protocol.md, "Verifying after a reconnect").
/// </summary>
internal sealed class Verification
{
    private readonly bool _isSessionTrusted;
    private readonly long _zxid;
    private int _openWatches;
    private bool _isUnchanged;

    /// <param name="isSessionTrusted">Whether a state was verified on this session, on any of its connections.</param>
    /// <param name="zxid">The zxid up to which the published snapshot is known to be right.</param>
    public Verification(bool isSessionTrusted, long zxid) => (_isSessionTrusted, _zxid) = (isSessionTrusted, zxid);

    /// <summary>
    /// Whether a known znode can differ although its Stat is equal. This holds until a state was verified on the session: after a wipe, another history can
    /// have the same zxids.
    /// </summary>
    public bool TrustsNothing => !_isSessionTrusted;

    /// <summary>Whether the watches are set, so that events report every later change.</summary>
    public bool IsFollowing { get; private set; }

    /// <summary>Whether a wipe or restore was already detected on this connection.</summary>
    public bool IsOtherHistory { get; private set; }

    /// <summary>Notes how many requests for watches are in flight.</summary>
    public void Await(int watches)
    {
        _openWatches = watches;
        _isUnchanged = watches > 0;
        IsFollowing = watches == 0;
    }

    /// <summary>Notes that the server has set a watch. Returns whether it was the last one.</summary>
    /// <param name="zxid">The zxid of its reply.</param>
    public bool OnWatched(long zxid)
    {
        _isUnchanged &= zxid == _zxid;
        IsFollowing = --_openWatches == 0;
        return IsFollowing;
    }

    /// <summary>What to read after the watches are set.</summary>
    public VerificationScope Scope => this switch
    {
        { TrustsNothing: true } => VerificationScope.Everything,
        { _isUnchanged: true } => VerificationScope.Permissions, // the same session and the same zxid: no event is missing
        _ => VerificationScope.Changes,
    };

    /// <summary>
    /// Detects an ensemble that was wiped or restored and then written past the zxid that the mirror knows. In this case, no server rejects the client, and the
    /// zxids alone do not show it. The mirror reads the new state anyway, but an operator must find the cause.
    /// </summary>
    /// <param name="published">The znode in the published version, which is exact at its zxid. A znode that was not written since must be equal.</param>
    /// <param name="stat">The current Stat of the znode.</param>
    /// <param name="serverZxid">The zxid of the server.</param>
    /// <returns>True at the first sign on this connection.</returns>
    public bool NoticeOtherHistory(Znode? published, in Stat stat, long serverZxid)
    {
        // A changed ACL also explains a difference: the mirror gets no events of a znode that it cannot read.
        if (IsOtherHistory || stat.Mzxid > _zxid || serverZxid < _zxid
            || published is not { State: ZnodeState.Read } || published.Stat.Aversion != stat.Aversion)
        {
            return false;
        }

        IsOtherHistory = published.Stat.Mzxid != stat.Mzxid || published.Stat.Czxid != stat.Czxid;
        return IsOtherHistory;
    }
}
