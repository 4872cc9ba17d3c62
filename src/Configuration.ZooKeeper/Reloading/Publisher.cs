using Configuration.ZooKeeper.SnapshotFiles;
using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Telemetry;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Publishes or rejects each new tree snapshot of a source. There is one publisher for each source, and it outlives the followers. Make all decisions inside
/// <see cref="TryDecide"/>.
/// </summary>
internal sealed partial class Publisher
{
    private readonly ZooKeeperConfigurationOptions _options;
    private readonly SharedSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _deciding = new();
    private TreeMapping _mapping;
    private KeyIndex _published = KeyIndex.Empty;
    private Follower? _follower;
    private TreeSnapshot? _seen;
    private bool _isRestored;
    private bool _isSaved;

    public Publisher(ZooKeeperConfigurationOptions options, SharedSource source)
    {
        _options = options;
        _source = source;
        _time = options.Connection.TimeProvider;
        _logger = source.Logger;
        _mapping = new TreeMapping(options, source.Paths);
    }

    /// <summary>The timestamp of the last publish that changed keys, or of the last rejection.</summary>
    public long? LastDecision { get; private set; }

    /// <summary>The newest tree that was decided on.</summary>
    public TreeSnapshot? Seen => Volatile.Read(ref _seen);

    /// <summary>Runs a decision while no other one of this source runs.</summary>
    /// <returns>False if another decision still runs after the given time. Only application code can take so long.</returns>
    public bool TryDecide(TimeSpan patience, Action decide)
    {
        if (!_deciding.TryEnter(patience))
        {
            return false;
        }

        try
        {
            decide();
            return true;
        }
        finally
        {
            _deciding.Exit();
        }
    }

    /// <summary>Publishes a saved configuration, because there is no tree.</summary>
    public void Restore(SavedConfiguration saved)
    {
        _isRestored = true;
        _source.State.Current = KeyIndex.Of(saved.Keys);
        _source.Status.OnRestored(saved);
    }

    /// <summary>Publishes or rejects a tree. Never throws because of its content.</summary>
    public ZooKeeperRejectionCause? Offer(Follower follower, TreeSnapshot tree)
    {
        if (follower.IsStopped)
        {
            return null;
        }

        Adopt(follower, tree);
        if (SourceRoots.FirstUnreadable(tree, _source.Paths) is { } unreadable)
        {
            return HoldBack(tree, ZooKeeperRejectionCause.Unreadable, $"The path '{unreadable}' may not be read any more.");
        }

        // Deleting a subtree is not atomic, and a wiped ensemble looks empty: neither is meant as "no configuration".
        if ((!_options.Optional || _isRestored) && SourceRoots.NoneExists(tree, _source.Paths))
        {
            return HoldBack(tree, ZooKeeperRejectionCause.Missing, "None of the paths exists any more.");
        }

        try
        {
            return Publish(follower, tree);
        }
        catch (MalformedValueException e)
        {
            return HoldBack(tree, ZooKeeperRejectionCause.Malformed, e.Message);
        }
    }

    /// <summary>Publishes a tree, unless a reload validator rejects it.</summary>
    /// <exception cref="MalformedValueException">A value of the tree cannot become keys.</exception>
    public ZooKeeperRejectionCause? Publish(Follower follower, TreeSnapshot tree)
    {
        Adopt(follower, tree);
        var next = _mapping.Next(tree);

        // The published keys can be from another mirror or from the snapshot file.
        var changed = _source.State.Current == _published ? next.ChangedKeys : [.. next.Keys.ChangedKeys(_source.State.Current)];
        if (changed.Count > 0 && _source.Validators.Check(_source.State, next.Keys) is { Count: > 0 } rejections)
        {
            return follower.IsStopped
                ? null
                : HoldBack(tree, ZooKeeperRejectionCause.InvalidOptions, $"Options are not valid: {string.Join("; ", rejections).TrimEnd('.')}.", rejections);
        }

        // Validators can take any time. Meanwhile the source may have been closed.
        if (!follower.IsStopped)
        {
            PutInEffect(next, tree, changed);
        }

        return null;
    }

    /// <summary>Records a rejected reload, and logs it once for each reason.</summary>
    public ZooKeeperRejectionCause? HoldBack(
        TreeSnapshot tree, ZooKeeperRejectionCause cause, string reason, IReadOnlyList<ZooKeeperInvalidOptions>? rejections = null)
    {
        LastDecision = _time.GetTimestamp();
        var state = new ZooKeeperRejectedReload
        {
            Cause = cause,
            Reason = reason,
            Zxid = tree.Zxid,
            Since = _time.GetUtcNow(),
            ChangedPaths = [.. _mapping.ChangedPaths(tree).Order(StringComparer.Ordinal)],
            InvalidOptions = rejections ?? [],
        };
        SourceActivities.Current.SetState(tree.Zxid, changedKeys: 0);
        SourceActivities.Current.SetError(SourceActivities.NameOf(cause));
        SourceMetrics.OnRejected(_source.ToString(), cause);
        if (_source.Status.OnRejected(state))
        {
            LogRejected(_logger, _source.ToString(), state.ToString());
        }

        return cause;
    }

    /// <summary>Starts over with the trees of another follower, because trees of different mirrors cannot be compared.</summary>
    public void Adopt(Follower follower, TreeSnapshot? tree)
    {
        if (_follower != follower)
        {
            _follower = follower;
            _mapping = new TreeMapping(_options, _source.Paths);
            _published = KeyIndex.Empty;
            _isSaved = false;
        }

        Volatile.Write(ref _seen, tree);
    }

    private void PutInEffect(TreeMapping next, TreeSnapshot tree, IReadOnlyList<string> changed)
    {
        LogOddities(next);
        SourceActivities.Current.SetState(tree.Zxid, changed.Count);
        if (changed.Count > 0)
        {
            LastDecision = _time.GetTimestamp();
            _published = next.Keys;
            SourceMetrics.OnReloaded(_source.ToString());
            LogReloaded(_logger, _source.ToString(), tree.Zxid, changed.Count, next.Keys.Count);
        }

        // If an optional source loses all its paths, keep the snapshot file for the next start.
        if ((changed.Count > 0 || !_isSaved) && !SourceRoots.NoneExists(tree, _source.Paths))
        {
            _source.SnapshotWriter?.Offer(tree.Zxid, next.Keys.Definitions.Select(key => KeyValuePair.Create(key.Key, key.Value)));
            _isSaved = true;
        }

        _mapping = next;
        _isRestored = false;

        // Publish last, so that observers of the new value see every other effect.
        _source.Status.OnGood(tree, changed, next.Keys, _source.State);
    }
}
