namespace ZooKeeper.Client.Trees;

/// <summary>
/// A state of the tree at one reply, at which some znodes were still to be read. If a value is read later, but its mzxid is not after that reply, the znode had
/// this value at that reply. When this holds for every open znode, the state is proved. So the mirror can publish even under constant writes, when there is
/// always something to read (docs/protocol.md, "Publishing by look-back").
/// </summary>
internal sealed class LookBack(long zxid, TreeEdit tree, Dictionary<string, ReadNeed> open)
{
    public long Zxid { get; } = zxid;

    /// <summary>The paths of one-shot events after this state.</summary>
    public HashSet<string> TouchedSince { get; } = new(StringComparer.Ordinal);

    /// <summary>The paths that were written since and refute this state.</summary>
    public List<string> WrittenSince { get; } = [];

    /// <summary>The number of znodes to read until the state is proved.</summary>
    public int OpenCount => open.Count;

    public bool IsProved => !IsRefuted && open.Count == 0;

    public bool IsRefuted { get; private set; }

    public TreeRoots Roots => tree.Seal();

    public void OnData(string path, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        if (!open.TryGetValue(path, out var need))
        {
            return;
        }

        if (stat.Mzxid > Zxid)
        {
            WrittenSince.Add(path);
            IsRefuted = true;
        }

        if (IsRefuted)
        {
            return;
        }

        // The children are known from events, unless the znode was only just discovered, or not watched during an outage.
        var znode = tree.Find(path);
        var isListKnown = znode is { State: ZnodeState.Read or ZnodeState.Created } && (need & (ReadNeed.Children | ReadNeed.Unverified)) == 0;
        if (znode is null || (!isListKnown && stat.Pzxid > Zxid))
        {
            IsRefuted = true;
            return;
        }

        tree.SetData(path, data, isNull, stat);
        if ((need & ReadNeed.Children) != 0)
        {
            return; // settled by the list
        }

        if (stat.Pzxid <= Zxid && stat.NumChildren != znode.ChildCount)
        {
            open[path] = ReadNeed.Children;
        }
        else
        {
            open.Remove(path);
        }
    }

    public void OnChildren(string path, string[] children)
    {
        if (IsRefuted || !open.TryGetValue(path, out var need) || (need & ReadNeed.Children) == 0)
        {
            return;
        }

        foreach (var child in tree.SetChildren(path, children))
        {
            open[child.Path] = ReadNeed.Data;
        }

        open.Remove(path);
    }

    /// <summary>Notes that a znode equals the published one, so it did not change in between.</summary>
    public void OnUnchanged(string path)
    {
        if (open.TryGetValue(path, out var need) && (need & ReadNeed.Unverified) != 0)
        {
            open.Remove(path);
        }
    }

    /// <summary>Like <see cref="OnData"/>, for servers on which children are read separately. Only requested parts count.</summary>
    public void OnDataAlone(string path, ReadOnlySpan<byte> data, bool isNull, in Stat stat)
    {
        if (!IsRefuted && open.TryGetValue(path, out var need) && (need & ReadNeed.Data) != 0)
        {
            if (tree.Find(path) is null or { State: ZnodeState.Unreadable } || stat.Mzxid > Zxid)
            {
                IsRefuted = true;
                return;
            }

            tree.SetData(path, data, isNull, stat);
            Settle(path, need & ReadNeed.Children);
        }
    }

    /// <summary>Like <see cref="OnChildren"/>, for servers on which children are read separately, with their own Stat.</summary>
    public void OnChildrenAlone(string path, string[] children, in Stat stat)
    {
        if (!IsRefuted && open.TryGetValue(path, out var need) && (need & ReadNeed.Children) != 0)
        {
            if (tree.Find(path) is null or { State: ZnodeState.Unreadable } || stat.Pzxid > Zxid)
            {
                IsRefuted = true;
                return;
            }

            foreach (var child in tree.SetChildren(path, children))
            {
                open[child.Path] = ReadNeed.Content;
            }

            Settle(path, need & ReadNeed.Data);
        }
    }

    /// <summary>Notes that a path cannot be read. If the path is open, this refutes the state, unless the path was unreadable in that state, too.</summary>
    public void OnError(string path)
    {
        if (open.ContainsKey(path) && tree.Find(path) is not { State: ZnodeState.Unreadable })
        {
            IsRefuted = true;
        }

        open.Remove(path);
    }

    private void Settle(string path, ReadNeed rest)
    {
        if (rest == ReadNeed.None)
        {
            open.Remove(path);
        }
        else
        {
            open[path] = rest;
        }
    }
}
