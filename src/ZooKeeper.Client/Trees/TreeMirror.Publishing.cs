namespace ZooKeeper.Client.Trees;

/// <summary>
/// When a state is published: only at a reply, with nothing left to read, or when what was left to read then has been read since and was not
/// written in between (docs/protocol.md, "A consistent mirror" and "Publishing by look-back").
/// </summary>
internal sealed partial class TreeMirror
{
    private const int LongestLookBack = 1024;

    private LookBack? _lookBack;

    // No event has come since the last publication. Then the last of what is read gives the state, and keeping others would only cost time.
    private bool _isUntouched = true;

    /// <summary>The server answered in order, so all events up to this zxid have been seen: perhaps the moment to publish.</summary>
    public override void OnReply(long zxid)
    {
        if (!IsFollowing)
        {
            return;
        }

        _isPointOwed = false;
        if (OpenCount == 0)
        {
            _lookBack = null;
            _isUntouched = true;
            _builder.OnQuiet();
            _dirty.OnQuiet();
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
        // A state with less to prove takes the place of one with more; that can happen only so often until one is proved.
        if (_isUntouched || OpenCount > LongestLookBack || OpenCount >= _lookBack?.OpenCount)
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

        foreach (var path in _comparison.Paths)
        {
            open[path] = open.GetValueOrDefault(path) | ReadNeed.Unverified | (_hasOneShots ? ReadNeed.Content : ReadNeed.Data);
        }

        _lookBack = new LookBack(zxid, new TreeEdit(_working.Seal()), open);
    }

    private void ConcludeLookBack()
    {
        if (_lookBack is { IsRefuted: true })
        {
            _hot.Add(_lookBack.WrittenSince);
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
            if (Published is null || TreeDifference.Between(Published.Roots, roots, _chroot).Count > 0)
            {
                Published = new TreeSnapshot(roots, zxid, _chroot);
                Announce?.Invoke(Published);
            }
        }

        // After the snapshot: who sees this zxid finds its state.
        Zxid = zxid;
        IsStale = false;
        _isNothingTrusted = false;
        LastError = null;
        foreach (var refresh in _refreshes.FindAll(refresh => refresh.Target <= zxid))
        {
            _refreshes.Remove(refresh);
            refresh.Complete();
        }
    }
}
