namespace ZooKeeper.Client.Trees;

/// <summary>What is read, and when.</summary>
internal sealed partial class TreeMirror
{
    private const int CheapDataLength = 256;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly DirtyPaths _dirty = new();
    private readonly TreeReadBuilder _builder = new();
    private readonly List<TreeRead> _inFlight = [];

    // Znodes whose children came or went: what was read of them must be confirmed by their Stat.
    private readonly HashSet<string> _barriers = new(StringComparer.Ordinal);

    private readonly HotPaths _hot = new();
    private bool _isPaused;

    // A reply comes after all events of what it saw (docs/protocol.md, "One order"). So if the first read after a quiet moment goes alone, a transaction takes
    // two: one for what was known when its first event came, one for the rest. Constant writes need the second under way meanwhile; and a load some more, so
    // that the server never waits while a reply is decoded.
    private int MostInFlight => this switch
    {
        { IsStale: true, _hasOneShots: false } => 4,
        { IsStale: false, _lookBack: null } => 1,
        _ => 2,
    };

    private int OpenCount => _dirty.ContentCount + _inFlight.Sum(read => read.ContentCount) + _comparison.Count;

    private void SendReads()
    {
        if (!IsFollowing || _isPaused)
        {
            return;
        }

        SendBarriers();
        if (IsRereadDue)
        {
            if (_inFlight.Count > 0)
            {
                return;
            }

            RereadTouchedAlone();
        }

        while (_inFlight.Count < MostInFlight && TakeRead() is { } read)
        {
            _inFlight.Add(read);
            read.SendTo(_connection!);
        }

        _comparison.Send(_connection!);
        SendPointInOrder();
    }

    private TreeRead? TakeRead()
    {
        var mostPaths = _hasOneShots ? TreeReadBuilder.MostWatching : TreeReadBuilder.MostAtomic;
        if (_hot.All.Count > 0)
        {
            _dirty.TakeAlong(_builder.ShareOf([.. _hot.All], _working.Find, mostPaths));
        }

        return _builder.Take(_dirty, _working.Find, _inFlight, mostPaths, _connection!.MaxRequestLength) switch
        {
            [] => null,
            var operations => _hasOneShots ? new WatchingTreeRead(this, operations) : new AtomicTreeRead(this, operations),
        };
    }

    // A small znode's Stat comes with its data in the next multiRead; that of one with large data is asked for by itself.
    private void SendBarriers()
    {
        foreach (var path in _barriers)
        {
            if (_working.Find(path) is not { } znode)
            {
                continue; // deleted as well; the barrier is at what is left above it
            }

            if (znode.Stat.DataLength > CheapDataLength && (_dirty.NeedOf(path) & ReadNeed.Content) == 0)
            {
                _connection!.Send(new StatRead(path, OnStat));
            }
            else
            {
                MarkDirty(path, ReadNeed.Stat);
            }
        }

        _barriers.Clear();
    }

    // A server that would not read is not asked again at once.
    private void Pause()
    {
        _isPaused = true;
        _ = ResumeAsync();

        async Task ResumeAsync()
        {
            await Task.Delay(RetryDelay, _time).ConfigureAwait(false);
            lock (_session.Observers.Gate)
            {
                _isPaused = false;
                SendReads();
            }
        }
    }
}
