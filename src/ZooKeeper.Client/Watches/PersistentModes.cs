namespace ZooKeeper.Client.Watches;

/// <summary>
/// Records the persistent watches that the server has or was asked to set: one mode for each path (ZOOKEEPER-4466). If the server rejects a watch, for example
/// because it throttles, it keeps the one that it had accepted before. Protected by the observers' gate.
/// </summary>
internal sealed class PersistentModes
{
    private readonly Dictionary<string, WatchMode> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WatchMode> _accepted = new(StringComparer.Ordinal);

    // Two mirrors can have the same root. If the server rejects the watch of one, the other request can still set it.
    private readonly Dictionary<string, int> _unanswered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unansweredRecursive = new(StringComparer.Ordinal);

    /// <summary>Gets the mode of the watch on exactly this path, or null if there is none.</summary>
    public WatchMode? Of(string path) => _sent.TryGetValue(path, out var mode) ? mode : null;

    /// <summary>Gets whether a recursive watch reports the events of the path.</summary>
    public bool IsAtOrBelowRecursive(string path)
    {
        for (var ancestor = path; ancestor is not null; ancestor = ZnodePath.ParentOf(ancestor))
        {
            if (Of(ancestor) == WatchMode.PersistentRecursive)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Records a watch that is about to be requested.</summary>
    public void Expect(string path, WatchMode mode) => _sent[path] = mode;

    public void OnSent(string path, WatchMode mode)
    {
        Expect(path, mode);
        Unanswered(mode).TryGetValue(path, out var count);
        Unanswered(mode)[path] = count + 1;
    }

    public void OnAccepted(string path, WatchMode mode)
    {
        OnAnswered(path, mode);

        // A request to remove the watch may be on its way.
        if (Of(path) == mode)
        {
            _accepted[path] = mode;
        }
    }

    public void OnRejected(string path, WatchMode mode)
    {
        OnAnswered(path, mode);
        if (Of(path) != mode || Unanswered(mode).ContainsKey(path))
        {
            return;
        }

        if (_accepted.TryGetValue(path, out var accepted))
        {
            _sent[path] = accepted;
        }
        else
        {
            _sent.Remove(path);
        }
    }

    public void OnRemoved(string path)
    {
        _sent.Remove(path);
        _accepted.Remove(path);
    }

    public void Clear()
    {
        _sent.Clear();
        _accepted.Clear();
        _unanswered.Clear();
        _unansweredRecursive.Clear();
    }

    private void OnAnswered(string path, WatchMode mode)
    {
        if (Unanswered(mode).Remove(path, out var count) && count > 1)
        {
            Unanswered(mode).Add(path, count - 1);
        }
    }

    private Dictionary<string, int> Unanswered(WatchMode mode) => mode == WatchMode.PersistentRecursive ? _unansweredRecursive : _unanswered;
}
