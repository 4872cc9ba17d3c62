namespace ZooKeeper.Client.Trees;

/// <summary>How a tree that is known is verified on a new connection (docs/protocol.md, "Verifying after a reconnect").</summary>
internal sealed partial class TreeMirror
{
    // Up to here reading is quicker than comparing, and small enough for a thousand mirrors at once.
    private const long LargestReadAgain = 4 * 1024 * 1024;

    private void Verify()
    {
        // The same session at the same zxid: nothing can have changed. A new session is never believed that, nor that what has the same Stat is the same:
        // after a wipe the zxids of another history can be alike.
        if (_isNothingTrusted)
        {
            ReadEverything();
        }
        else if (!_isUnchangedSoFar)
        {
            VerifyAll(isComparing: _roots.Sum(root => SizeOf(_working.Find(root))) > LargestReadAgain);
        }
        else
        {
            // With other identities, perhaps, they can be read now.
            foreach (var path in _unreadable.All.Where(path => _working.Find(path) is { State: ZnodeState.Unreadable }).ToArray())
            {
                MarkDirty(path, ReadNeed.Data);
            }
        }
    }

    private void ReadEverything() => VerifyAll(isComparing: false);

    private void VerifyAll(bool isComparing)
    {
        foreach (var root in _roots)
        {
            if (_working.Find(root) is { } znode)
            {
                Verify(root, znode, isComparing);
            }
            else
            {
                _dirty.Add(root, ReadNeed.Content);
            }
        }
    }

    private void Verify(string path, Znode znode, bool isComparing)
    {
        if (isComparing && znode.State == ZnodeState.Read)
        {
            _comparison.Add(path);
        }
        else
        {
            _dirty.Add(path, (znode.ChildCount > 0 || _hasOneShots ? ReadNeed.Content : ReadNeed.Data) | ReadNeed.Unverified);
        }

        foreach (var child in znode.Children)
        {
            Verify(child.Path, child, isComparing);
        }
    }

    private void OnCompared(string path, ErrorCode error, Stat stat)
    {
        if (_working.Find(path) is not { } known)
        {
            return; // an event told of its end meanwhile
        }

        if (error == ErrorCode.NoNode)
        {
            OnComparedMissing(path);
        }
        else if (error != ErrorCode.Ok)
        {
            MarkDirty(path, ReadNeed.Data | ReadNeed.Unverified); // the read tells whether it may be read
        }
        else if (known.State != ZnodeState.Read || known.Stat.Czxid != stat.Czxid || stat.Pzxid > Zxid)
        {
            // Not compared with the pzxid that is known: after a look-back it can be later than the list (docs/protocol.md, "Publishing by look-back").
            MarkDirty(path, ReadNeed.Content | ReadNeed.Changed | ReadNeed.Unverified);
        }
        else if (known.Stat.Mzxid != stat.Mzxid || known.Stat.Aversion != stat.Aversion)
        {
            MarkDirty(path, ReadNeed.Data | ReadNeed.Changed | ReadNeed.Unverified);
        }
        else
        {
            _working.SetStat(path, stat);
            _lookBack?.OnUnchanged(path);
        }

        ConcludeLookBack();
    }

    private void OnComparedMissing(string path)
    {
        if (_hasOneShots)
        {
            OnWatchedMissing(path, isWatched: false);
        }
        else
        {
            OnReadError(path, ErrorCode.NoNode);
        }
    }

    private static long SizeOf(Znode? znode) => znode is null ? 0 : TreeReadBuilder.OverheadOfReply + znode.Stat.DataLength + znode.Children.Sum(SizeOf);
}
