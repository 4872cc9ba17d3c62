namespace ZooKeeper.Client.Trees;

/// <summary>
/// When a state is published: only at a reply, with nothing left to read, or when what was left to read then has been read since and was not
/// written in between (docs/protocol.md, "A consistent mirror" and "Publishing by look-back").
/// </summary>
internal sealed partial class TreeMirror
{
    private const int LongestLookBack = 1024;

    private LookBack? _lookBack;
    private int _refutations;

    /// <summary>The server answered in order, so all events up to this zxid have been seen: perhaps the moment to publish.</summary>
    public override void OnReply(long zxid)
    {
        if (!IsFollowing)
        {
            return;
        }

        if (OpenCount == 0)
        {
            _lookBack = null;
            _builder.OnQuiet();
            _touched.Clear();
            Publish(_working.IsAt(_sealed) ? _sealed : _working.Seal(), zxid);
        }
        else
        {
            LookBackFrom(zxid);
        }

        foreach (var path in _unreadable.TakeDue())
        {
            MarkDirty(path, ReadNeed.Data);
        }
    }

    private void LookBackFrom(long zxid)
    {
        if (_lookBack is not null || OpenCount > LongestLookBack)
        {
            return;
        }

        var open = new Dictionary<string, ReadNeed>(StringComparer.Ordinal);
        foreach (var (path, need) in _dirty.All.Concat(_inFlight.SelectMany(read => read.Needs)))
        {
            if ((need & ReadNeed.Content) != 0)
            {
                open[path] = open.GetValueOrDefault(path) | (need & (ReadNeed.Content | ReadNeed.Unverified));
            }
        }

        _lookBack = new LookBack(zxid, new TreeEdit(_working.Seal()), open);
    }

    private void ConcludeLookBack()
    {
        if (_lookBack is { IsRefuted: true })
        {
            _lookBack = null;
            _refutations++;
        }
        else if (_lookBack is { IsProved: true } proved)
        {
            _lookBack = null;
            _touched = proved.TouchedSince;
            Publish(proved.Roots, proved.Zxid);
        }
    }

    private void Publish(TreeRoots roots, long zxid)
    {
        _publishedAt = _time.GetTimestamp();
        _refutations = 0;
        if (Published is null || roots != _sealed)
        {
            _sealed = roots;
            if (Published is null || TreeDifference.Between(Published.Roots, roots).Any())
            {
                Published = new TreeSnapshot(roots, zxid, _chroot);
                Announce?.Invoke(Published);
            }
        }

        // After the snapshot: who sees this zxid finds its state.
        Zxid = zxid;
        IsStale = false;
        LastError = null;
        foreach (var refresh in _refreshes.FindAll(refresh => refresh.Target <= zxid))
        {
            _refreshes.Remove(refresh);
            refresh.Complete();
        }
    }
}
