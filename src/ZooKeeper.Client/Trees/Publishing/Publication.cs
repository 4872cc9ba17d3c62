using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// What users see of a mirror, and the state that may become the next snapshot (docs/protocol.md, "A consistent mirror" and "Publishing by look-back").
/// The properties that users read can be read on any thread; everything else is under the observers' gate.
/// </summary>
internal sealed class Publication(Chroot chroot, TimeProvider time)
{
    private const int LongestLookBack = 1024;

    private static readonly TimeSpan BehindAfter = TimeSpan.FromSeconds(5);

    private readonly List<Refresh> _refreshes = [];
    private TreeSnapshot? _published;
    private long _zxid;
    private bool _isStale = true;
    private ZooKeeperException? _lastError;
    private long _publishedAt = time.GetTimestamp();
    private bool _isClosed;

    // No event has come since the last quiet moment. Then the last of what is read gives the state, and keeping others would only cost time.
    private bool _isUntouched = true;

    /// <summary>Called with each new snapshot. It must not block.</summary>
    public Action<TreeSnapshot>? Announce { get; set; }

    public TreeSnapshot? Published
    {
        get => Volatile.Read(ref _published);
        private set => Volatile.Write(ref _published, value);
    }

    /// <summary>The zxid up to which the published snapshot is known to be right.</summary>
    public long Zxid
    {
        get => Volatile.Read(ref _zxid);
        private set => Volatile.Write(ref _zxid, value);
    }

    /// <summary>Whether the snapshot has not been verified on the present connection.</summary>
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

    /// <summary>The state that waits for its proof.</summary>
    public LookBack? LookBack { get; private set; }

    /// <summary>How many states were refuted since the last publication.</summary>
    public int Refutations { get; set; }

    /// <summary>The paths that one-shot events named since the state that was published last.</summary>
    public HashSet<string> Touched { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The last reply was not a point in the order, so the server owes one before anything can be published.</summary>
    public bool IsPointOwed { get; set; }

    /// <summary>The refreshes that wait for a snapshot.</summary>
    public IReadOnlyList<Refresh> Refreshes => _refreshes;

    /// <summary>Whether changes have waited for long to become a consistent state.</summary>
    public bool IsBehind(int openCount) => !IsStale && openCount > 0 && time.GetElapsedTime(_publishedAt) > BehindAfter;

    /// <summary>An event has come.</summary>
    public void OnEvent() => _isUntouched = false;

    /// <summary>A one-shot event has named a path.</summary>
    public void OnTouched(string path)
    {
        Touched.Add(path);
        LookBack?.TouchedSince.Add(path);
    }

    /// <summary>At a reply there was nothing left to read: the working copy is the state at its zxid.</summary>
    public void OnQuiet()
    {
        LookBack = null;
        _isUntouched = true;
        Touched.Clear();
    }

    /// <summary>Whether to keep the present state. One with less to prove takes the place of one with more; that ends when one is proved.</summary>
    public bool WantsLookBack(int openCount) => !_isUntouched && openCount <= LongestLookBack && (LookBack is null || openCount < LookBack.OpenCount);

    public void Keep(LookBack lookBack) => LookBack = lookBack;

    /// <summary>The state that was waiting, once it is proved or refuted. The next reply can begin another one.</summary>
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
    /// <param name="zxid">The transaction after which it was the state.</param>
    /// <param name="isChanged">Whether it may differ from the one before.</param>
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

        // After the snapshot, so that a reader of this zxid finds the snapshot that belongs to it.
        Zxid = zxid;
        IsStale = false;
        LastError = null;
        foreach (var refresh in _refreshes.FindAll(refresh => refresh.Target <= zxid))
        {
            _refreshes.Remove(refresh);
            refresh.Complete();
        }
    }

    /// <summary>Adds a refresh, or fails it if the mirror has ended. Returns whether to send it.</summary>
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

    // The reply of a read-only server is no point in the order, but what is verified is the best there is.
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

    /// <summary>The mirror has ended: nobody must wait for it.</summary>
    public void Close()
    {
        _isClosed = true;
        _refreshes.ForEach(Fail);
        _refreshes.Clear();
    }

    private static void Fail(Refresh refresh) => refresh.Fail(new ObjectDisposedException(nameof(ZooKeeperMirror)));
}
