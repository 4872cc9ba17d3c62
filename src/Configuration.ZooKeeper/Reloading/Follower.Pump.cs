using Configuration.ZooKeeper.Telemetry;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

internal sealed partial class Follower
{
    private static readonly TimeSpan PauseAfterDefect = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Applies the next tree snapshot, starts the pump for the one after it on another thread, and then notifies the listeners on this one, for as long as they
    /// take. So no listener delays publishing, and a change wakes one thread, not two.
    /// </summary>
    private async Task PumpAsync()
    {
        try
        {
            // Yields even if there is a snapshot: the caller's thread is for the listeners.
            var next = await _mirror.NextAsync(_publisher.Seen, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            _source.Status.OnPending();
            await MinReloadIntervalAsync().ConfigureAwait(false);
            Reload(_mirror.Current ?? next);
        }
        catch (Exception e) when (IsStopped && e is OperationCanceledException or ObjectDisposedException)
        {
            return; // the source was closed, and with it the mirror
        }
        catch (Exception e)
        {
            // A defect of this library. Later changes may succeed.
            _source.Status.OnError($"Cannot apply a change: {e.GetType()}.");
            LogPumpFailed(_logger, _source.Name, DescribeDefect(e));
            await Task.Delay(PauseAfterDefect, _time, CancellationToken.None).ConfigureAwait(false);
        }

        if (!IsStopped)
        {
            _ = PumpAsync();
        }

        _source.Notifier.NotifyRequested();
    }

    private Task MinReloadIntervalAsync() =>
        _publisher.LastDecision is { } last && _options.MinReloadInterval - _time.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero
            ? Task.Delay(rest, _time, _stop.Token)
            : Task.CompletedTask;

    private void Reload(TreeSnapshot tree)
    {
        var started = _time.GetTimestamp();
        using var activity = SourceActivities.StartReload(_source.ToString());
        TryApply(tree, Timeout.InfiniteTimeSpan, out var rejection);
        _source.Notifier.Request();
        SourceMetrics.OnReloadEnded(_source.ToString(), _time.GetElapsedTime(started), rejection);
    }

    // Types and stack traces, without the messages of exceptions, which can quote values.
    private static string DescribeDefect(Exception exception) =>
        $"{exception.GetType()}{(exception.InnerException is { } inner ? $" (caused by {DescribeDefect(inner)})" : "")}{Environment.NewLine}{exception.StackTrace}";

    [LoggerMessage(2006, LogLevel.Critical,
        "Could not publish a change of {Paths}. The last good configuration stays in effect. Retrying at the next change: {Defect}")]
    private static partial void LogPumpFailed(ILogger logger, string paths, string defect);
}
