using Microsoft.Extensions.Logging;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// The parts of a mirror, and the values that pass between them: the working copy says what to read, the open reads say when nothing is left, and then the
/// state is published. It knows neither connections nor watches. Everything is under the observers' gate.
/// </summary>
internal sealed class MirroredTree
{
    // Up to here reading is quicker than comparing, and small enough for a thousand mirrors at once.
    private const long LargestReadAgain = 4 * 1024 * 1024;

    private readonly Chroot _chroot;
    private readonly ILogger _logger;
    private string _server = "";
    private bool _isSessionTrusted;

    public MirroredTree(string[] roots, Chroot chroot, TimeProvider time, ILogger logger)
    {
        _chroot = chroot;
        _logger = logger;
        Copy = new WorkingCopy(roots, time);
        Publication = new Publication(chroot, time);
        Verification = new Verification(isSessionTrusted: false, zxid: 0);
    }

    public WorkingCopy Copy { get; }

    public OpenReads Reads { get; } = new();

    public Publication Publication { get; }

    /// <summary>The verification on the present connection.</summary>
    public Verification Verification { get; private set; }

    /// <summary>Goes back to what was published, to verify it on a new connection.</summary>
    public void OnConnected(string server, bool isNewSession)
    {
        _server = server;
        // Whether anything was verified on the session outlives each of its connections.
        _isSessionTrusted &= !isNewSession && Publication.Published is not null;
        Verification = new Verification(_isSessionTrusted, Publication.Zxid);
        Copy.Reset(Publication.Published?.Roots);
    }

    public void OnDisconnected()
    {
        Publication.OnDisconnected();
        Reads.Clear();
    }

    /// <summary>Marks what has to be read before the tree is verified. The watches are set.</summary>
    public void Verify(IFollowing following)
    {
        switch (Verification.Scope)
        {
            case VerificationScope.Everything:
                MarkAll(following, isComparing: false);
                break;
            case VerificationScope.Changes:
                MarkAll(following, isComparing: Copy.All().Sum(SizeOf) > LargestReadAgain);
                break;
            default:
                foreach (var path in Copy.UnreadablePaths.ToArray())
                {
                    Reads.Mark(path, ReadNeed.Data);
                }

                break;
        }
    }

    /// <summary>The server answered in order, so every event up to this zxid has been seen: perhaps a state can be published.</summary>
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

    /// <summary>An answer may have proved or refuted the state that waits.</summary>
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

    /// <summary>The znode exists and cannot be read.</summary>
    public void SetUnreadable(string path)
    {
        if (Copy.SetUnreadable(path))
        {
            _logger.LogUnreadable(_chroot.ToUser(path));
        }
    }

    /// <summary>The znode exists, and a request for it or the reply is over the client's limits.</summary>
    public void SetTooLarge(string path, ZooKeeperException cause)
    {
        Publication.LookBack?.OnError(path);
        Publication.IsPointOwed = true; // a request that was never sent has no reply at which to publish
        if (Copy.SetUnreadable(path))
        {
            _logger.LogTooLarge(_chroot.ToUser(path), cause);
        }
    }

    /// <summary>The Stat of a znode whose children came or went.</summary>
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

    /// <summary>The Stat of a znode, to be compared with the known one.</summary>
    public void OnCompared(string path, ErrorCode error, in Stat stat, IFollowing following)
    {
        Reads.OnCompared(path);
        if (Copy.Find(path) is not { } known)
        {
            return; // an event has told of its deletion meanwhile
        }

        if (error == ErrorCode.NoNode)
        {
            following.OnMissing(path);
        }
        else if (error != ErrorCode.Ok)
        {
            Reads.Mark(path, ReadNeed.Data | ReadNeed.Unverified); // the read tells whether it is readable
        }
        else if (known.State != ZnodeState.Read || known.Stat.Czxid != stat.Czxid || stat.Pzxid > Publication.Zxid)
        {
            // The known pzxid would not do: after a look-back it can be later than the list (docs/protocol.md, "Publishing by look-back").
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

    /// <summary>Compares a znode that was just read with the published one, for signs of another history.</summary>
    public void CheckHistory(string path, in Stat stat, long serverZxid)
    {
        if (Verification.TrustsNothing && Publication is { IsStale: true, Published: not null }
            && Verification.NoticeOtherHistory(Copy.FindPublished(path), stat, serverZxid))
        {
            _logger.LogOtherHistory(_chroot.ToUser(path), stat.Mzxid, Publication.Zxid, _server);
        }
    }

    private static long SizeOf(Znode znode) => TreeReadBuilder.OverheadOfReply + znode.Stat.DataLength;

    private void MarkAll(IFollowing following, bool isComparing)
    {
        foreach (var root in Copy.Roots.Where(root => Copy.Find(root) is null))
        {
            Reads.Add(root, ReadNeed.Content);
        }

        foreach (var znode in Copy.All())
        {
            if (isComparing && znode.State == ZnodeState.Read)
            {
                Reads.AddComparison(znode.Path);
            }
            else
            {
                Reads.Add(znode.Path, following.NeedToVerify(znode) | ReadNeed.Unverified);
            }
        }
    }

    private void Publish(TreeRoots roots, long zxid)
    {
        Publication.Publish(roots, zxid, Copy.OnPublished(roots));
        _isSessionTrusted = true;
    }
}
