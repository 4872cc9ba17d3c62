using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Notices an ensemble that was wiped or restored, and then written past the zxid up to which the mirror knew it: no server refuses then, and the zxids alone
/// do not tell. The new state is read and published in any case; this is for those who have to find out who did that.
/// </summary>
internal sealed partial class TreeMirror
{
    private bool _isOtherHistory;

    // What was published is exact at its zxid. So a znode that was not written since is the one that was there, or the zxids are of another history. Not if its
    // ACL was changed as well: of what happens to a znode that may not be read the mirror hears nothing.
    private void CompareHistory(string path, in Stat stat)
    {
        if (!IsStale || !_isNothingTrusted || _isOtherHistory || Published is null || stat.Mzxid > Zxid || _connection!.LastZxid < Zxid)
        {
            return;
        }

        if (_sealed.Find(path) is { State: ZnodeState.Read } before
            && before.Stat.Aversion == stat.Aversion
            && (before.Stat.Mzxid != stat.Mzxid || before.Stat.Czxid != stat.Czxid))
        {
            _isOtherHistory = true;
            LogOtherHistory(_logger, _chroot.ToUser(path), stat.Mzxid, Zxid, _connection.Server);
        }
    }

    [LoggerMessage(1207, LogLevel.Critical,
        "The ensemble has another history than before: at {Server} the znode {Path} is as of zxid 0x{Mzxid:x}, and up to zxid 0x{Zxid:x} it was another one. " +
        "It was wiped or restored; everything is read again")]
    private static partial void LogOtherHistory(ILogger logger, string path, long mzxid, long zxid, string server);
}
