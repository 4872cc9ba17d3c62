using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Connects the parts of a mirror. The working copy says what to read, the open reads say when nothing is left to read, and the publication then gets the
/// state. This class knows no connections and no watches. Everything runs under the observers' gate.
/// </summary>
internal sealed class MirroredTree
{
    private readonly ILogger _logger;
    private string _server = "";
    private bool _isSessionTrusted;

    public MirroredTree(string[] roots, Chroot chroot, TimeProvider time, ILogger logger, Func<bool>? verifiesByReading = null)
    {
        _logger = logger;
        Reads = new OpenReads(new CheaperWay(time, verifiesByReading));
        Copy = new WorkingCopy(roots, time);
        Publication = new Publication(chroot, time);
        Verification = new Verification(isSessionTrusted: false, zxid: 0);
    }

    public WorkingCopy Copy { get; }

    public OpenReads Reads { get; }

    public Publication Publication { get; }

    /// <summary>The verification on the current connection.</summary>
    public Verification Verification { get; private set; }

    /// <summary>Returns to the published version, to verify it on a new connection.</summary>
    public void OnConnected(string server, bool isNewSession)
    {
        _server = server;
        // The trust belongs to the session, not to a connection: a session can lose its first connection before anything is verified.
        _isSessionTrusted &= !isNewSession && Publication.Published is not null;
        Verification = new Verification(_isSessionTrusted, Publication.Zxid);
        Copy.Reset(Publication.Published?.Roots);
    }

    public void OnDisconnected()
    {
        Publication.OnDisconnected();
        Reads.Clear();
    }

    /// <summary>Marks what must be read to verify the tree. The watches are already set.</summary>
    public void Verify(IFollowing following)
    {
        switch (Verification.Scope)
        {
            case VerificationScope.Everything:
                MarkAll(following, isSameSession: false);
                Reads.Unverified.Load();
                break;
            case VerificationScope.Changes:
                MarkAll(following, isSameSession: true);
                Reads.Unverified.Verify(following.HasMultiRead);
                break;
            default:
                foreach (var path in Copy.UnreadablePaths.ToArray())
                {
                    Reads.Mark(path, ReadNeed.Data);
                }

                foreach (var root in Copy.Roots.Select(Copy.Find).Where(root => root is { State: ZnodeState.Read }))
                {
                    AddUnverified(root!, following);
                }

                Reads.Unverified.Compare();
                break;
        }
    }

    /// <summary>Publishes a state, if possible. The server has replied in order, so every event up to this zxid has arrived.</summary>
    public void OnPoint(long zxid, IFollowing following)
    {
        Publication.IsPointOwed = false;
        var openCount = Reads.OpenCount;
        if (openCount == 0)
        {
            Publication.OnQuiet();
            Reads.OnQuiet();
            Publish(Copy.Seal(), zxid);
        }
        else if (Publication.WantsLookBack(openCount))
        {
            Publication.Keep(new LookBack(zxid, Copy.Fork(), Reads.Open(following.ComparisonBrings)));
        }

        foreach (var path in Copy.TakeDueUnreadable())
        {
            Reads.Mark(path, ReadNeed.Data);
        }
    }

    // A reply arrives after all events of what it contains (docs/protocol.md, "One order"). So after a quiet moment, one read at a time is enough: a transaction
    // takes two, one for its first events and one for the rest. Under constant writes, a second read in flight keeps the mirror up to date.
    public int MostInFlight(IFollowing following) => Publication switch
    {
        { IsStale: true } => following.MostInFlightWhileStale,
        { LookBack: null } => 1,
        _ => 2,
    };

    /// <summary>Publishes the look-back if it is proved, or drops it if it is refuted.</summary>
    public void Conclude()
    {
        switch (Publication.TakeConcluded())
        {
            case { IsProved: true } proved:
                Publish(proved.Roots, proved.Zxid);
                break;
            case { } refuted:
                Reads.AddHot(refuted.WrittenSince);
                break;
        }
    }

    /// <summary>Marks a znode as unreadable, because its ACL denies reading, or because the server cannot read it.</summary>
    public void SetUnreadable(string path, ErrorCode error)
    {
        if (Copy.SetUnreadable(path))
        {
            _logger.LogUnreadable(ZnodePath.Printable(path), error == ErrorCode.NoAuth ? "no permission" : $"the server reports {error}");
        }
    }

    /// <summary>Marks a znode as unreadable, because the request or the reply exceeds the client's limits.</summary>
    public void SetTooLarge(string path, ZooKeeperException cause)
    {
        Publication.LookBack?.OnError(path);
        Publication.IsPointOwed = true; // a request that was not sent has no reply at which to publish
        if (Copy.SetUnreadable(path))
        {
            _logger.LogTooLarge(ZnodePath.Printable(path), cause);
        }
    }

    /// <summary>Handles the Stat of a znode whose children were created or deleted.</summary>
    public void OnBarrier(string path, ErrorCode error, Stat stat)
    {
        if (error != ErrorCode.Ok)
        {
            Reads.Mark(Copy.NearestKnown(path, ReadNeed.Data));
        }
        else if (Copy.Find(path) is { State: ZnodeState.Read } known && known.ChildCount != stat.NumChildren)
        {
            Reads.Mark(path, ReadNeed.Content);
        }
    }

    /// <summary>Compares the Stat of a znode with the known one.</summary>
    public void OnCompared(string path, ErrorCode error, in Stat stat, IFollowing following)
    {
        Reads.Unverified.OnCompared(path);
        if (Copy.Find(path) is not { } known)
        {
            return; // an event has reported its deletion in the meantime
        }

        if (error == ErrorCode.NoNode)
        {
            following.OnMissing(path);
        }
        else if (error != ErrorCode.Ok)
        {
            Reads.Mark(path, ReadNeed.Data | ReadNeed.Unverified); // the read shows whether it is readable
        }
        else if (known.State != ZnodeState.Read || known.Stat.Czxid != stat.Czxid || stat.Pzxid > Publication.Zxid)
        {
            // The known pzxid does not help: after a look-back, it can be later than the list (docs/protocol.md, "Publishing by look-back").
            Reads.Mark(path, ReadNeed.Content | ReadNeed.Changed | ReadNeed.Unverified);
        }
        else if (known.Stat.Mzxid != stat.Mzxid || known.Stat.Aversion != stat.Aversion)
        {
            Reads.Mark(path, ReadNeed.Data | ReadNeed.Changed | ReadNeed.Unverified);
        }
        else
        {
            Copy.SetStat(path, stat);
            Publication.LookBack?.OnUnchanged(path);
        }

        Conclude();
    }

    /// <summary>Whether each znode must be compared with the published one, to detect that the ensemble was wiped or restored.</summary>
    public bool ChecksHistory => Verification.TrustsNothing && Publication is { IsStale: true, Published: not null };

    /// <summary>Compares a znode with the published one.</summary>
    public void CheckHistory(string path, in Stat stat, long serverZxid)
    {
        if (Verification.NoticeOtherHistory(Copy.FindPublished(path), stat, serverZxid))
        {
            _logger.LogOtherHistory(ZnodePath.Printable(path), stat.Mzxid, Publication.Zxid, _server);
        }
    }

    // In the same session, an equal Stat proves that a readable znode has not changed.
    private void MarkAll(IFollowing following, bool isSameSession)
    {
        foreach (var root in Copy.Roots.Where(root => Copy.Find(root) is null))
        {
            Reads.Add(root, ReadNeed.Content);
        }

        foreach (var znode in Copy.All())
        {
            if (isSameSession && znode.State == ZnodeState.Read)
            {
                AddUnverified(znode, following);
            }
            else
            {
                Reads.Add(znode.Path, following.NeedToVerify(znode) | ReadNeed.Unverified);
            }
        }
    }

    private void AddUnverified(Znode znode, IFollowing following)
    {
        var need = following.NeedToVerify(znode) | ReadNeed.Unverified;
        Reads.Unverified.Add(new UnverifiedZnode(znode.Path, need, TreeReadBuilder.ReplyBytesOf(znode, need)));
    }

    private void Publish(TreeRoots roots, long zxid)
    {
        Publication.Publish(roots, zxid, Copy.OnPublished(roots));
        _isSessionTrusted = true;
    }
}
