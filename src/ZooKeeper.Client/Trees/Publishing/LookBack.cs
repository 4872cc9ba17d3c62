namespace ZooKeeper.Client.Trees;

/// <summary>
/// A state of the tree at one reply, of which some znodes were still to be read. A value read later whose mzxid is not after that reply was the
/// value at it; when that is shown of every such znode, the state is proved. This makes progress under constant writes, where waiting for a moment
/// without anything to read would wait for ever (docs/protocol.md, "Publishing by look-back").
/// </summary>
internal sealed class LookBack(long zxid, TreeEdit tree, Dictionary<string, ReadNeed> open)
{
    public long Zxid { get; } = zxid;

    /// <summary>What events told of after this state.</summary>
    public HashSet<string> TouchedSince { get; } = new(StringComparer.Ordinal);

    /// <summary>What was written since, so that it refutes this state.</summary>
    public List<string> WrittenSince { get; } = [];

    /// <summary>How many znodes are to be read until it is proved.</summary>
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

        // Events tell what children a znode had then, unless it was only just found, or not watched for a while.
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
            return; // to be settled by the list, which comes with a Stat of its own
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

    /// <summary>The znode is still what it was in the state that was published last, so it was that in between, too.</summary>
    public void OnUnchanged(string path)
    {
        if (open.TryGetValue(path, out var need) && (need & ReadNeed.Unverified) != 0)
        {
            open.Remove(path);
        }
    }

    /// <summary>As <see cref="OnData"/>, where children are read by themselves: only what was asked for counts.</summary>
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

    /// <summary>As <see cref="OnChildren"/>, where children are read by themselves, with a Stat of their own.</summary>
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

    /// <summary>The path cannot be read. Only of one that could not be read before does this say anything about then.</summary>
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
