namespace ZooKeeper.Client.Trees;

/// <summary>What events do to the working copy: they change its membership, and mark what is to be read.</summary>
internal sealed partial class TreeMirror
{
    public override void OnEvent(in WatchedEvent watchedEvent)
    {
        var path = watchedEvent.Path;
        if (!IsFollowing || TreeRoots.IndexOf(_roots, path) < 0)
        {
            return;
        }

        _isUntouched = false;
        var isRoot = _roots.Contains(path);
        if (_hasOneShots)
        {
            OnOneShot(watchedEvent.Type, path, isRoot);
            return;
        }

        switch (watchedEvent.Type)
        {
            case WatchEventType.NodeCreated when isRoot:
                MarkDirty(path, ReadNeed.Content);
                break;
            case WatchEventType.NodeCreated:
                OnCreated(path);
                break;
            case WatchEventType.NodeDeleted when isRoot:
                _working.Remove(path);
                MarkDirty(path, ReadNeed.Content);
                break;
            case WatchEventType.NodeDeleted:
                OnDeleted(path);
                break;
            case WatchEventType.NodeChildrenChanged:
                MarkKnownDirty(path, ReadNeed.Content);
                break;
            default:
                MarkKnownDirty(path, ReadNeed.Data | ReadNeed.Changed);
                break;
        }
    }

    private void OnCreated(string path)
    {
        var parent = ZnodePath.ParentOf(path)!;
        if (_working.Find(parent) is not { State: ZnodeState.Read or ZnodeState.Created })
        {
            MarkKnownDirty(parent, ReadNeed.Data);
            return;
        }

        _working.AddCreated(path);
        MarkDirty(path, ReadNeed.Data | ReadNeed.Changed);
        _barriers.Add(parent);
    }

    private void OnDeleted(string path)
    {
        if (_working.Remove(path))
        {
            _dirty.Remove(path);
            _unreadable.Remove(path);
            _hot.Remove(path);
            _lookBack?.OnError(path); // what it was then cannot be read any more
            _barriers.Add(ZnodePath.ParentOf(path)!);
        }
        else
        {
            MarkKnownDirty(path, ReadNeed.Data);
        }
    }

    // Events of readable znodes below an unreadable one arrive although the mirror cannot see them: they are a reason to look at the nearest
    // znode that it knows. One that is not read yet needs no mark: whatever it holds is read after this event.
    private void MarkKnownDirty(string path, ReadNeed need)
    {
        if (_working.Find(path) is not null)
        {
            MarkDirty(path, need);
            return;
        }

        for (var ancestor = path; !_roots.Contains(ancestor);)
        {
            ancestor = ZnodePath.ParentOf(ancestor)!;
            if (_working.Find(ancestor) is { } known)
            {
                MarkDirty(ancestor, known.State == ZnodeState.Read ? ReadNeed.Content : ReadNeed.Data);
                return;
            }
        }

        MarkDirty(path, ReadNeed.Content);
    }

    // A read that is on its way is answered after this event, so it will show what the event tells of.
    private void MarkDirty(string path, ReadNeed need)
    {
        foreach (var read in _inFlight)
        {
            need &= ~read.Cover(path, need);
        }

        if ((need & (ReadNeed.Content | ReadNeed.Stat)) != 0)
        {
            _dirty.Add(path, need);
        }
    }
}
