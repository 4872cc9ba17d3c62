using Configuration.ZooKeeper.LastKnownGood;
using Configuration.ZooKeeper.Mapping;
using Configuration.ZooKeeper.Snapshots;
using Configuration.ZooKeeper.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Following;

/// <summary>
/// Decides what becomes of a new state of the tree: it is published, or held back while the last good one stays. What is published is the state that readers see.
/// </summary>
internal sealed partial class Publisher
{
    // What makes a key too deep can also make its path very long.
    private const int LongestPath = 200;

    private readonly ZooKeeperConfigurationOptions _options;
    private readonly SharedSource _source;
    private readonly TimeProvider _time;
    private readonly SnapshotWriter? _snapshotWriter;
    private readonly ILogger _logger;
    private TreeMapping _mapping;
    private ConfigurationSnapshot _published = ConfigurationSnapshot.Empty;
    private bool _isRestored;
    private bool _isSaved;

    public Publisher(ZooKeeperConfigurationOptions options, SharedSource source, SnapshotWriter? snapshotWriter, ILogger logger)
    {
        _options = options;
        _source = source;
        _time = options.Connection.TimeProvider;
        _snapshotWriter = snapshotWriter;
        _logger = logger;
        _mapping = new TreeMapping(options, source.Paths);
    }

    /// <summary>When keys changed, or a state was held back, for the last time; by the clock's timestamp.</summary>
    public long? LastDecision { get; private set; }

    /// <summary>Publishes what was saved earlier, for want of a tree.</summary>
    public void Restore(SavedConfiguration saved)
    {
        _isRestored = true;
        _source.State.Current = ConfigurationSnapshot.Of(saved.Keys);
        _source.Status.OnRestored(saved);
    }

    /// <summary>Publishes a tree or, if it cannot be accepted, holds it back and says why. Never throws for what is in it.</summary>
    public ZooKeeperHeldBackCause? Offer(TreeSnapshot tree)
    {
        if (SourceRoots.FirstUnreadable(tree, _source.Paths) is { } unreadable)
        {
            return HoldBack(tree, ZooKeeperHeldBackCause.Unreadable, $"The path '{unreadable}' may not be read any more.");
        }

        // Deleting a subtree is not atomic, and a wiped ensemble looks empty: neither is meant as "no configuration".
        if ((!_options.Optional || _isRestored) && SourceRoots.NoneExists(tree, _source.Paths))
        {
            return HoldBack(tree, ZooKeeperHeldBackCause.Missing, "None of the paths exists any more.");
        }

        try
        {
            return Publish(tree);
        }
        catch (MalformedValueException e)
        {
            return HoldBack(tree, ZooKeeperHeldBackCause.Malformed, e.Message);
        }
    }

    /// <summary>Publishes a tree, unless the application's guards reject it; then it is held back.</summary>
    /// <exception cref="MalformedValueException">A value of the tree cannot become keys.</exception>
    public ZooKeeperHeldBackCause? Publish(TreeSnapshot tree)
    {
        var next = _mapping.Next(tree);
        // What readers have may be from elsewhere, such as from an earlier connection.
        var changed = _source.State.Current == _published ? next.ChangedKeys : [.. next.Keys.ChangedKeys(_source.State.Current)];
        if (changed.Count > 0 && _source.Guards.Check(_source.State, next.Keys) is { Count: > 0 } rejections)
        {
            return HoldBack(tree, ZooKeeperHeldBackCause.Rejected, $"Options are not valid: {string.Join("; ", rejections).TrimEnd('.')}.", rejections);
        }

        LogOddities(next);
        SourceActivities.Current.SetState(tree.Zxid, changed.Count);
        if (changed.Count > 0)
        {
            LastDecision = _time.GetTimestamp();
            _published = next.Keys;
            SourceMetrics.OnReloaded(_source.ToString());
            LogReloaded(_logger, _source.ToString(), tree.Zxid, changed.Count, next.Keys.Count);
        }

        // An optional source may lose all its paths; that is not what to start with another time.
        if ((changed.Count > 0 || !_isSaved) && !SourceRoots.NoneExists(tree, _source.Paths))
        {
            _snapshotWriter?.Offer(tree.Zxid, next.Keys.Definitions.Select(key => KeyValuePair.Create(key.Key, key.Value)));
            _isSaved = true;
        }

        _mapping = next;
        _isRestored = false;

        // Last: who has waited for a value, or for the status, finds all else done.
        _source.Status.OnGood(tree, changed, next.Keys, _source.State);
        return null;
    }

    /// <summary>Notes that a tree is not taken, and logs it once for each reason.</summary>
    public ZooKeeperHeldBackCause? HoldBack(
        TreeSnapshot tree, ZooKeeperHeldBackCause cause, string reason, IReadOnlyList<ZooKeeperOptionsRejection>? rejections = null)
    {
        LastDecision = _time.GetTimestamp();
        var state = new ZooKeeperHeldBackState
        {
            Cause = cause,
            Reason = reason,
            Zxid = tree.Zxid,
            Since = _time.GetUtcNow(),
            ChangedPaths = [.. _mapping.ChangedPaths(tree).Order(StringComparer.Ordinal)],
            Rejections = rejections ?? [],
        };
        SourceActivities.Current.SetState(tree.Zxid, changedKeys: 0);
        SourceActivities.Current.SetError(SourceActivities.NameOf(cause));
        SourceMetrics.OnHeldBack(_source.ToString(), cause);
        if (_source.Status.OnHeldBack(state))
        {
            LogHeldBack(_logger, _source.ToString(), state.ToString());
        }

        return cause;
    }

    private void LogOddities(TreeMapping mapping)
    {
        foreach (var collision in mapping.Collisions)
        {
            LogCollision(_logger, collision.Key, collision.WinningPath, collision.LosingPath);
        }

        foreach (var skipped in mapping.Skipped)
        {
            var path = skipped.Path.Length <= LongestPath ? skipped.Path : string.Concat(skipped.Path.AsSpan(0, LongestPath), "…");
            LogSkipped(_logger, skipped.Count, path, KeyLevels.Max);
        }
    }

    [LoggerMessage(2000, LogLevel.Information, "Configuration at {Paths} is as of zxid 0x{Zxid:x}: {Changed} keys changed, {Count} in all")]
    private static partial void LogReloaded(ILogger logger, string paths, long zxid, int changed, int count);

    [LoggerMessage(2002, LogLevel.Error, "A new state of {Paths} is held back, the last good one stays: {Reason}")]
    private static partial void LogHeldBack(ILogger logger, string paths, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "Two znodes become the key {Key}: {WinningPath} counts, {LosingPath} does not")]
    private static partial void LogCollision(ILogger logger, string key, string winningPath, string losingPath);

    [LoggerMessage(2008, LogLevel.Warning, "Skipped {Count} keys of the znode '{Path}': a key can have at most {Max} levels")]
    private static partial void LogSkipped(ILogger logger, int count, string path, int max);
}
