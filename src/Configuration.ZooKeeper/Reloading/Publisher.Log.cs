using Configuration.ZooKeeper.Documents;
using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Mapping;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

internal sealed partial class Publisher
{
    // A key with too many levels can also have a very long path.
    private const int LongestPath = 200;

    private void LogWarnings(TreeMapping mapping, TreeSnapshot tree)
    {
        if (!_isLoaded && tree.Find(_options.ControlPath) is not null
            && _source.Paths.FirstOrDefault(path => ZnodePath.IsAtOrBelow(_options.ControlPath, path)) is { } mapped)
        {
            LogControlPath(_logger, _source.Chroot.With(mapped), _source.Chroot.With(_options.ControlPath));
        }

        foreach (var collision in mapping.Collisions)
        {
            LogCollision(_logger, PrintableText.Of(collision.Key), _source.Chroot.With(collision.WinningPath), _source.Chroot.With(collision.LosingPath));
        }

        foreach (var path in mapping.Warnings.UnusedRoots)
        {
            LogUnusedRoot(_logger, _source.Chroot.With(path));
        }

        foreach (var (path, reason) in mapping.Warnings.NoInstances)
        {
            LogNoInstance(_logger, _source.Chroot.With(path), reason);
        }

        foreach (var skipped in mapping.Warnings.Skipped)
        {
            var path = skipped.Path.Length <= LongestPath ? skipped.Path : string.Concat(skipped.Path.AsSpan(0, LongestPath), "…");
            LogSkipped(_logger, skipped.Count, skipped.Count == 1 ? "key" : "keys", _source.Chroot.With(path), KeyLevels.Max);
        }
    }

    private void LogReloaded(TreeSnapshot tree, int changed, int count)
    {
        if (_logger.IsEnabled(LogLevel.Information))
        {
            LogReloaded(_logger, SourceRoots.Describe(tree, _source.Paths, _source.Chroot), tree.Zxid, changed, changed == 1 ? "key" : "keys", count);
        }
    }

    [LoggerMessage(2000, LogLevel.Information, "Loaded {Paths} at zxid 0x{Zxid:x}: {Changed} {Keys} changed, {Count} in total")]
    private static partial void LogReloaded(ILogger logger, string paths, long zxid, int changed, string keys, int count);

    [LoggerMessage(2011, LogLevel.Warning,
        "The data of the znode '{Path}' makes no key, because it is the path of the source. Only znodes below it do. If it is a document, set SelectDocument or "
        + "give it an ending such as .json")]
    private static partial void LogUnusedRoot(ILogger logger, string path);

    [LoggerMessage(2012, LogLevel.Warning,
        "Loaded {Paths} at zxid 0x{Zxid:x}: no keys. The paths exist, but no znode below them has data. Check the paths and the chroot")]
    private static partial void LogNoKeys(ILogger logger, string paths, long zxid);

    [LoggerMessage(2014, LogLevel.Warning, "The data of the znode '{Path}' makes no key, because it is not a service instance: {Reason}")]
    private static partial void LogNoInstance(ILogger logger, string path, string reason);

    [LoggerMessage(2013, LogLevel.Warning,
        "The path '{Path}' contains '{ControlPath}', where tools keep the history of the configuration. Its znodes are no keys, but the application receives an event for "
        + "each of their changes. Use a path beside it")]
    private static partial void LogControlPath(ILogger logger, string path, string controlPath);

    [LoggerMessage(2002, LogLevel.Error, "Rejected a reload of {Paths}. The last good configuration stays in effect: {Reason}")]
    private static partial void LogRejected(ILogger logger, string paths, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "Two znodes become the key {Key}: using {WinningPath}, ignoring {LosingPath}")]
    private static partial void LogCollision(ILogger logger, string key, string winningPath, string losingPath);

    [LoggerMessage(2007, LogLevel.Warning, "Started with the snapshot file for {Paths} of {Time:u}, zxid 0x{Zxid:x}: {Reason}")]
    private static partial void LogStartedFromFile(ILogger logger, string paths, DateTimeOffset time, long zxid, string reason);

    [LoggerMessage(2008, LogLevel.Warning, "Skipped {Count} {Keys} of the znode '{Path}': a key can have at most {Max} levels")]
    private static partial void LogSkipped(ILogger logger, int count, string keys, string path, int max);
}
