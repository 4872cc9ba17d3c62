using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Holds what users see of a mirror, and the state that can become the next snapshot (docs/protocol.md, "A consistent mirror" and "Publishing by look-back"). Any
/// thread can read <see cref="Published"/>, <see cref="Zxid"/>, <see cref="IsStale"/> and <see cref="LastError"/>; everything else is under the observers' gate.
/// </summary>
internal sealed class Publication(Chroot chroot, TimeProvider time)
{
    private const int LongestLookBack = 1024;

    private static readonly TimeSpan PendingAfter = TimeSpan.FromSeconds(5);

    private readonly List<Refresh> _refreshes = [];
    private TreeSnapshot? _published;
    private long _zxid;
    private bool _isStale = true;
    private ZooKeeperException? _lastError;
    private long _publishedAt = time.GetTimestamp();
    private bool _isClosed;

    // Until an event arrives during a load, the end of the load gives the state, and a look-back would only cost time.
    private bool _isUntouched = true;

    /// <summary>Called with each new snapshot. It must not block.</summary>
    public Action<TreeSnapshot>? Announce { get; set; }

    public TreeSnapshot? Published
    {
        get => Volatile.Read(ref _published);
        private set => Volatile.Write(ref _published, value);
    }

    /// <summary>The zxid up to which the published snapshot is verified.</summary>
    public long Zxid
    {
        get => Volatile.Read(ref _zxid);
        private set => Volatile.Write(ref _zxid, value);
    }

    /// <summary>Whether the snapshot is unverified on the current connection.</summary>
    public bool IsStale
    {
        get => Volatile.Read(ref _isStale);
        private set => Volatile.Write(ref _isStale, value);
    }

    /// <summary>Why the server cannot serve the mirror now.</summary>
    public ZooKeeperException? LastError
    {
        get => Volatile.Read(ref _lastError);
        set => Volatile.Write(ref _lastError, value);
    }

    /// <summary>The state that waits for its proof, if there is one.</summary>
    public LookBack? LookBack { get; private set; }

    /// <summary>The number of states that were refuted since the last publication.</summary>
    public int Refutations { get; set; }

    /// <summary>The paths of one-shot events since the published state.</summary>
    public HashSet<string> Touched { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Whether the mirror needs one more reply before it can publish, because the last one may have overtaken others.</summary>
    public bool IsPointOwed { get; set; }

    /// <summary>The refreshes that wait for a snapshot.</summary>
    public IReadOnlyList<Refresh> Refreshes => _refreshes;

    /// <summary>Returns whether changes have waited for more than five seconds to become a consistent state.</summary>
    public bool HasPendingChanges(int openCount) => !IsStale && openCount > 0 && time.GetElapsedTime(_publishedAt) > PendingAfter;

    /// <summary>Notes that an event has arrived.</summary>
    public void OnEvent() => _isUntouched = false;

    /// <summary>Notes the path of a one-shot event.</summary>
    public void OnTouched(string path)
    {
        Touched.Add(path);
        LookBack?.TouchedSince.Add(path);
    }

    /// <summary>Notes that nothing is left to read.</summary>
    public void OnQuiet()
    {
        LookBack = null;
        _isUntouched = true;
        Touched.Clear();
    }

    /// <summary>Returns whether to keep the current state for a look-back. A state with less to prove replaces one with more.</summary>
    public bool WantsLookBack(int openCount) => !_isUntouched && openCount <= LongestLookBack && (LookBack is null || openCount < LookBack.OpenCount);

    public void Keep(LookBack lookBack) => LookBack = lookBack;

    /// <summary>Takes the waiting state if it is proved or refuted. The next reply can start another one.</summary>
    public LookBack? TakeConcluded()
    {
        if (LookBack is not { } concluded || !(concluded.IsProved || concluded.IsRefuted))
        {
            return null;
        }

        LookBack = null;
        if (concluded.IsRefuted)
        {
            Refutations++;
        }
        else
        {
            Touched = concluded.TouchedSince;
        }

        return concluded;
    }

    /// <summary>Publishes a state, or confirms the snapshot if nothing that users see has changed.</summary>
    /// <param name="roots">The state.</param>
    /// <param name="zxid">The transaction after which the tree had this state.</param>
    /// <param name="isChanged">Whether the state can differ from the previous one.</param>
    public void Publish(TreeRoots roots, long zxid, bool isChanged)
    {
        _publishedAt = time.GetTimestamp();
        Refutations = 0;
        if (Published is null || (isChanged && TreeDifference.Between(Published.Roots, roots, chroot).Count > 0))
        {
            var snapshot = new TreeSnapshot(roots, zxid, chroot);
            Published = snapshot;
            Announce?.Invoke(snapshot);
        }

        // After the snapshot, so that a reader of this zxid finds its snapshot.
        Zxid = zxid;
        IsStale = false;
        LastError = null;
        if (_refreshes.Count > 0)
        {
            CompleteRefreshes(zxid);
        }
    }

    /// <summary>Adds a refresh, or fails it if the mirror is disposed. Returns whether to send it.</summary>
    public bool TryAdd(Refresh refresh)
    {
        if (_isClosed)
        {
            Fail(refresh);
            return false;
        }

        _refreshes.Add(refresh);
        return true;
    }

    public void Remove(Refresh refresh) => _refreshes.Remove(refresh);

    // A read-only server cannot sync. A verified snapshot is the best that it can offer.
    public void OnRefreshAnswered(Refresh refresh, int openCount)
    {
        if (refresh.Target == Refresh.ReadOnly && !IsStale && openCount == 0)
        {
            _refreshes.Remove(refresh);
            refresh.Complete();
        }
    }

    public void OnDisconnected()
    {
        IsStale = true;
        LookBack = null;
        Touched.Clear();
        IsPointOwed = false;
        _isUntouched = true;
        foreach (var refresh in _refreshes)
        {
            refresh.Target = null;
        }
    }

    /// <summary>Fails all current and later refreshes, because the mirror or its client was disposed.</summary>
    public void Close()
    {
        _isClosed = true;
        _refreshes.ForEach(Fail);
        _refreshes.Clear();
    }

    // A method of its own: the closure would cost every reply an allocation.
    private void CompleteRefreshes(long zxid)
    {
        foreach (var refresh in _refreshes.FindAll(refresh => refresh.Target <= zxid))
        {
            _refreshes.Remove(refresh);
            refresh.Complete();
        }
    }

    private static void Fail(Refresh refresh) => refresh.Fail(new ObjectDisposedException("ZooKeeperMirror"));
}
