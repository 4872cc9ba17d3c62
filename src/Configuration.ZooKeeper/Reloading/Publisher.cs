using Configuration.ZooKeeper.Documents;
using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.SnapshotFiles;
using Configuration.ZooKeeper.Telemetry;
using Configuration.ZooKeeper.Validation;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Publishes or rejects each new tree snapshot. While the newest one is rejected, the last good configuration stays in effect. Each source has one publisher,
/// and any number of followers over time. All decisions are made inside <see cref="TryDecide"/>.
/// </summary>
internal sealed partial class Publisher
{
    private readonly ZooKeeperConfigurationOptions _options;
    private readonly SharedSource _source;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private TreeMapping _mapping;
    private KeyIndex _published = KeyIndex.Empty;
    private Follower? _follower;
    private TreeSnapshot? _seen;
    private bool _isRestored;
    private bool _isLoaded;
    private bool _isSaved;

    public Publisher(ZooKeeperConfigurationOptions options, SharedSource source)
    {
        _options = options;
        _source = source;
        _time = options.Connection.TimeProvider;
        _logger = source.Logger;
        _mapping = new TreeMapping(options, source.Paths);
        ManagedRoots = new ManagedRoots(options, source.Paths, source.Chroot);
    }

    public ManagedRoots ManagedRoots { get; }

    /// <summary>The timestamp of the last publish that changed keys, or of the last rejection.</summary>
    public long? LastDecision { get; private set; }

    /// <summary>The tree snapshot of the latest decision, which may still be running.</summary>
    public TreeSnapshot? Seen => Volatile.Read(ref _seen);

    /// <summary>Publishes the content of the snapshot file.</summary>
    public void Restore(SavedConfiguration saved, string reason)
    {
        LogStartedFromFile(_logger, _source.Name, saved.Written, saved.Zxid, reason);
        _isRestored = true;
        _source.State.Current = KeyIndex.Of(saved.Keys);
        _source.Status.OnRestored(saved);
        OnPublished();
    }

    /// <summary>Arms the validators of a host, which also validate the configuration in effect if no host has validated it.</summary>
    public void Arm(HostValidators host)
    {
        _source.Validators.Add(host);
        if (!_source.First.TryTake(out var before) || _isRestored || _seen is not { } tree
            || _source.Validators.Check(_source.State, _source.State.Current) is not { Count: > 0 } invalid)
        {
            return;
        }

        _source.First.OnRejected(before);
        if (before is not null && _source.Validators.Check(_source.State, KeyIndex.Of(before.Keys)).Count == 0)
        {
            var reason = $"Options are invalid: {string.Join("; ", invalid).TrimEnd('.')}";
            StartOver();
            Restore(before, reason);
            Reject(tree, ZooKeeperRejectionCause.InvalidOptions, $"At startup: {reason}.", invalid);
        }
    }

    /// <summary>Publishes or rejects a tree snapshot of a follower. Ignores it if the follower has stopped. Never throws because of its content.</summary>
    public ZooKeeperRejectionCause? Offer(Follower follower, TreeSnapshot tree)
    {
        if (follower.IsStopped)
        {
            return null;
        }

        Adopt(follower, tree);
        if (SourceRoots.FirstUnreadable(tree, _source.Paths) is { } unreadable)
        {
            return Reject(tree, ZooKeeperRejectionCause.Unreadable, $"The path '{_source.Chroot.With(unreadable)}' is no longer readable (NoAuth).");
        }

        // A wiped ensemble does not mean "no configuration". Nor does a subtree that is being deleted, which is not atomic.
        if ((!_options.Optional || _isRestored) && SourceRoots.NoneExists(tree, _source.Paths))
        {
            return Reject(tree, ZooKeeperRejectionCause.Missing, "None of the paths exists any more.");
        }

        if (ManagedRoots.Check(tree) is { } failure)
        {
            return Reject(tree, failure.RejectionCause, failure.Reason);
        }

        try
        {
            return Publish(follower, tree);
        }
        catch (MalformedValueException e)
        {
            return Reject(tree, ZooKeeperRejectionCause.Malformed, e.MessageIn(_source.Chroot.With));
        }
    }

    /// <summary>Publishes a tree snapshot, or rejects it if the application's validation fails.</summary>
    /// <exception cref="MalformedValueException">The data of a znode cannot become keys.</exception>
    public ZooKeeperRejectionCause? Publish(Follower follower, TreeSnapshot tree)
    {
        Adopt(follower, tree);
        var next = _mapping.Next(tree);

        // The published keys can come from an earlier follower or from the snapshot file.
        var changed = _source.State.Current == _published ? next.ChangedKeys : [.. next.Keys.ChangedKeys(_source.State.Current)];
        if (changed.Count > 0 && _source.Validators.Check(_source.State, next.Keys) is { Count: > 0 } invalid)
        {
            return follower.IsStopped
                ? null
                : Reject(tree, ZooKeeperRejectionCause.InvalidOptions, $"Options are invalid: {string.Join("; ", invalid).TrimEnd('.')}.", invalid);
        }

        // A validation can take any time. The source may have been closed meanwhile.
        if (!follower.IsStopped)
        {
            PutInEffect(follower, next, tree, changed);
        }

        return null;
    }

    /// <summary>Stores a rejected reload, and logs it unless the previous rejection had the same reason.</summary>
    public ZooKeeperRejectionCause? Reject(
        TreeSnapshot tree, ZooKeeperRejectionCause cause, string reason, IReadOnlyList<ZooKeeperInvalidOptions>? invalid = null)
    {
        LastDecision = _time.GetTimestamp();
        string[] paths = [.. _mapping.ChangedPaths(tree).Order(StringComparer.Ordinal)];
        var reload = new ZooKeeperRejectedReload
        {
            Cause = cause,
            Reason = PrintableText.Of(reason),
            Zxid = tree.Zxid,
            Since = _time.GetUtcNow(),
            ChangedPaths = paths,
            PathsInMessages = paths.Select(_source.Chroot.With),
            InvalidOptions = invalid ?? [],
        };
        SourceActivities.Current.SetTree(tree.Zxid, changedKeys: 0);
        SourceActivities.Current.SetError(SourceActivities.NameOf(cause));
        SourceMetrics.OnRejected(_source.ToString(), cause);
        if (_source.Status.OnRejected(tree, reload))
        {
            LogRejected(_logger, _source.Name, reload.ToString());
        }

        return cause;
    }

    /// <summary>Stores the tree snapshot as seen. Starts over for another follower: tree snapshots of different mirrors cannot be compared.</summary>
    public void Adopt(Follower follower, TreeSnapshot? tree)
    {
        if (_follower != follower)
        {
            _follower = follower;
            StartOver();
        }

        Volatile.Write(ref _seen, tree);
    }

    private void StartOver()
    {
        _mapping = new TreeMapping(_options, _source.Paths);
        _published = KeyIndex.Empty;
        _isSaved = false;
        _isLoaded = false;
    }

    // Before any change token fires.
    private void OnPublished()
    {
        _source.Providers.ShowPublished();
        _source.State.RemoveCachedOptions();
    }

    private void PutInEffect(Follower follower, TreeMapping next, TreeSnapshot tree, IReadOnlyList<string> changed)
    {
        LogWarnings(next, tree);
        SourceActivities.Current.SetTree(tree.Zxid, changed.Count);
        if (changed.Count > 0)
        {
            LastDecision = _time.GetTimestamp();
            _published = next.Keys;
            SourceMetrics.OnReloaded(_source.ToString());
            LogReloaded(tree, changed.Count, next.Keys.Count);
        }

        if (next.Keys.Count == 0 && (changed.Count > 0 || !_isLoaded) && !SourceRoots.NoneExists(tree, _source.Paths))
        {
            LogNoKeys(_logger, SourceRoots.Describe(tree, _source.Paths, _source.Chroot), tree.Zxid);
        }

        _isLoaded = true;

        // An optional source can lose all its paths. The file keeps the keys from before, for the next start.
        if ((changed.Count > 0 || !_isSaved) && !SourceRoots.NoneExists(tree, _source.Paths))
        {
            _source.SnapshotWriter?.Offer(tree.Zxid, next.Keys.Definitions.Select(key => KeyValuePair.Create(key.Key, key.Value)), () => follower.IsStopped);
            _isSaved = true;
        }

        _mapping = next;
        _isRestored = false;

        // Publish last, so that observers of the new value see every other effect.
        _source.Status.OnGood(tree, changed, next.Keys, _source.State);
        if (changed.Count > 0)
        {
            OnPublished();
        }
    }
}
