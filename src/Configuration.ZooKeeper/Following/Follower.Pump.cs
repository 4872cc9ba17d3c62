using Configuration.ZooKeeper.Mapping;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Following;

internal sealed partial class Follower
{
    private static readonly TimeSpan PauseAfterDefect = TimeSpan.FromSeconds(1);

    private async Task PumpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await NextAsync().ConfigureAwait(false) is { } tree)
                {
                    Apply(tree);
                }

                TellListeners();
            }
            catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException)
            {
                return; // the source was closed
            }
            catch (Exception e)
            {
                // A defect of ours. Later changes may well be followed again.
                _source.Status.OnError($"Following failed: {e.GetType()}.");
                LogPumpFailed(_logger, _source.ToString(), e);
                await Task.Delay(PauseAfterDefect, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The next state to look at, not earlier than the reload interval allows; null if only listeners are to be told.</summary>
    private async Task<TreeSnapshot?> NextAsync()
    {
        var wake = Volatile.Read(ref _wake);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var next = _mirror.NextAsync(_seen, waiting.Token);
        if (await Task.WhenAny(next, wake.Task).WaitAsync(_stop.Token).ConfigureAwait(false) == wake.Task)
        {
            Volatile.Write(ref _wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            await waiting.CancelAsync().ConfigureAwait(false);
            return null;
        }

        await next.ConfigureAwait(false);
        if (_lastReload is { } last && _options.MinReloadInterval - _time.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, _time, _stop.Token).ConfigureAwait(false);
        }

        return _mirror.Current;
    }

    // The pump and a manual reload may come together; the newer tree counts.
    private void Apply(TreeSnapshot tree)
    {
        lock (_applying)
        {
            _seen = _mirror.Current ?? tree;
            if (WhyHeldBack(_seen) is { } reason)
            {
                HoldBack(reason);
                return;
            }

            try
            {
                Publish(_seen);
            }
            catch (MalformedValueException e)
            {
                HoldBack(e.Message);
            }
        }
    }

    private string? WhyHeldBack(TreeSnapshot tree)
    {
        var roots = RootsOf(tree);
        if (roots.Find(root => root.Znode is { IsReadable: false }).Path is { } unreadable)
        {
            return $"The path '{unreadable}' may not be read any more.";
        }

        // Deleting a subtree is not atomic, and a wiped ensemble looks empty: neither is meant as "no configuration".
        return !_options.Optional && roots.TrueForAll(root => root.Znode is null) ? "None of the paths exists any more." : null;
    }

    private void HoldBack(string reason)
    {
        if (_source.Status.OnHeldBack(reason))
        {
            LogHeldBack(_logger, _source.ToString(), reason);
        }
    }

    private void Publish(TreeSnapshot tree)
    {
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in _source.Paths)
        {
            var layer = LayerMap.Of(tree, path, _options);
            layer.CopyTo(keys);
            foreach (var collision in layer.Collisions.Where(_reportedCollisions.Add))
            {
                LogCollision(_logger, collision.Key, collision.WinningPath, collision.LosingPath);
            }
        }

        var snapshot = new ConfigurationSnapshot(keys);
        var changed = snapshot.ChangedKeys(_source.State.Current);
        if (changed.Count > 0)
        {
            _lastReload = _time.GetTimestamp();
            _source.State.Current = snapshot;
            LogReloaded(_logger, _source.ToString(), tree.Zxid, changed.Count, snapshot.Count);
        }

        // Last: who has waited for a zxid finds its values in effect.
        _source.Status.OnGood(tree, snapshot.Count, changed);
    }

    private void TellListeners()
    {
        foreach (var provider in _source.Providers)
        {
            var current = _source.State.Current;
            if (provider.Announced == current)
            {
                continue;
            }

            provider.Announced = current;
            provider.DropOverlay();
            try
            {
                provider.FireReloadToken();
            }
            catch (Exception e)
            {
                var failure = Describe(e);
                _source.Status.OnError($"A listener failed: {failure}");
                LogListenerFailed(_logger, _source.ToString(), failure);
            }
        }
    }

    // The application's own words of a failed validation; of anything else only the type: messages of the binder quote values.
    private static string Describe(Exception exception) => exception switch
    {
        AggregateException aggregate => string.Join("; ", aggregate.Flatten().InnerExceptions.Select(Describe)),
        OptionsValidationException validation => $"{validation.OptionsType.Name}: {string.Join("; ", validation.Failures)}",
        _ => exception.GetType().ToString(),
    };

    [LoggerMessage(2000, LogLevel.Information, "Configuration at {Paths} is as of zxid 0x{Zxid:x}: {Changed} keys changed, {Count} in all")]
    private static partial void LogReloaded(ILogger logger, string paths, long zxid, int changed, int count);

    [LoggerMessage(2001, LogLevel.Warning, "Started without configuration at {Paths}: {Reason}")]
    private static partial void LogStartedWithout(ILogger logger, string paths, string reason);

    [LoggerMessage(2002, LogLevel.Error, "A new state of {Paths} is held back, the last good one stays: {Reason}")]
    private static partial void LogHeldBack(ILogger logger, string paths, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "A manual reload of {Paths} kept the last good state: {Reason}")]
    private static partial void LogReloadFailed(ILogger logger, string paths, string reason);

    [LoggerMessage(2004, LogLevel.Warning, "Two znodes become the key {Key}: {WinningPath} counts, {LosingPath} does not")]
    private static partial void LogCollision(ILogger logger, string key, string winningPath, string losingPath);

    [LoggerMessage(2005, LogLevel.Error, "A listener failed at a change of {Paths}: {Failure}. The configuration is in effect; later changes are reported as usual")]
    private static partial void LogListenerFailed(ILogger logger, string paths, string failure);

    [LoggerMessage(2006, LogLevel.Critical, "A change of {Paths} could not be taken over; the last good state stays")]
    private static partial void LogPumpFailed(ILogger logger, string paths, Exception exception);
}
