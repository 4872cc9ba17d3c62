namespace ZooKeeper.Client.Trees;

/// <summary>
/// What a mirror must read on one connection before it believes what it knows from earlier ones (docs/protocol.md, "Verifying after a reconnect").
/// </summary>
internal sealed class Verification
{
    private readonly bool _isSessionTrusted;
    private readonly long _zxid;
    private int _openWatches;
    private bool _isUnchanged;

    /// <param name="isSessionTrusted">Whether a state was verified on this session, on whichever of its connections.</param>
    /// <param name="zxid">The zxid up to which the published snapshot is known to be right.</param>
    public Verification(bool isSessionTrusted, long zxid) => (_isSessionTrusted, _zxid) = (isSessionTrusted, zxid);

    /// <summary>
    /// Whether a known znode can differ at the same Stat. On a session on which nothing was verified yet nothing is believed: after a wipe, another history can
    /// have the same zxids.
    /// </summary>
    public bool TrustsNothing => !_isSessionTrusted;

    /// <summary>Whether the watches are set, so that events tell of every change from here on.</summary>
    public bool IsFollowing { get; private set; }

    /// <summary>Whether it is already known that the ensemble has lost its history.</summary>
    public bool IsOtherHistory { get; private set; }

    /// <summary>Requests for watches are on their way.</summary>
    public void Await(int watches)
    {
        _openWatches = watches;
        _isUnchanged = watches > 0;
        IsFollowing = watches == 0;
    }

    /// <summary>The server has set one of the watches. Returns whether it was the last one.</summary>
    /// <param name="zxid">The zxid of its reply.</param>
    public bool OnWatched(long zxid)
    {
        _isUnchanged &= zxid == _zxid;
        IsFollowing = --_openWatches == 0;
        return IsFollowing;
    }

    /// <summary>What to read, now that the watches are set.</summary>
    public VerificationScope Scope => this switch
    {
        { TrustsNothing: true } => VerificationScope.Everything,
        { _isUnchanged: true } => VerificationScope.Unreadable, // the same session at the same zxid: nothing can have changed
        _ => VerificationScope.Changes,
    };

    /// <summary>
    /// Notices an ensemble that was wiped or restored, and then written past the zxid up to which the mirror knew it: no server refuses the client then, and the
    /// zxids alone do not tell. The mirror reads the new state in any case; an operator has to find out the cause.
    /// </summary>
    /// <param name="published">The znode in the published state, which is exact at its zxid. So a znode that was not written since is the published one.</param>
    /// <param name="stat">The Stat of the znode now.</param>
    /// <param name="serverZxid">The zxid of the server.</param>
    /// <returns>True at the first sign on this connection.</returns>
    public bool NoticeOtherHistory(Znode? published, in Stat stat, long serverZxid)
    {
        // A changed ACL explains a difference, too: the mirror hears of no change of a znode that it cannot read.
        if (IsOtherHistory || stat.Mzxid > _zxid || serverZxid < _zxid
            || published is not { State: ZnodeState.Read } || published.Stat.Aversion != stat.Aversion)
        {
            return false;
        }

        IsOtherHistory = published.Stat.Mzxid != stat.Mzxid || published.Stat.Czxid != stat.Czxid;
        return IsOtherHistory;
    }
}
