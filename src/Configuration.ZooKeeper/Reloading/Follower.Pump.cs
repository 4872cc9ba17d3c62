using Configuration.ZooKeeper.Telemetry;
using Microsoft.Extensions.Logging;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Reloading;

internal sealed partial class Follower
{
    private static readonly TimeSpan PauseAfterDefect = TimeSpan.FromSeconds(1);

    private async Task PumpAsync()
    {
        while (!IsStopped)
        {
            try
            {
                Reload(await NextAsync().ConfigureAwait(false));
            }
            catch (Exception e) when (IsStopped && e is OperationCanceledException or ObjectDisposedException)
            {
                return; // the source was closed
            }
            catch (Exception e)
            {
                // A defect of this library. Later changes may succeed.
                _source.Status.OnError($"Cannot apply a change: {e.GetType()}.");
                LogPumpFailed(_logger, _source.Name, DescribeDefect(e));
                await Task.Delay(PauseAfterDefect, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for the next tree snapshot and the minimum reload interval.</summary>
    private async Task<TreeSnapshot> NextAsync()
    {
        var next = await _mirror.NextAsync(_publisher.Seen, _stop.Token).ConfigureAwait(false);
        _source.Status.OnPending();
        if (_publisher.LastDecision is { } last && _options.MinReloadInterval - _time.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, _time, _stop.Token).ConfigureAwait(false);
        }

        return _mirror.Current ?? next;
    }

    private void Reload(TreeSnapshot tree)
    {
        var started = _time.GetTimestamp();
        using var activity = SourceActivities.StartReload(_source.ToString());
        TryApply(tree, Timeout.InfiniteTimeSpan, out var rejection);
        _source.Notifier.Notify();
        SourceMetrics.OnReloadEnded(_source.ToString(), _time.GetElapsedTime(started), rejection);
    }

    // Types and stack traces, without the messages of exceptions, which can quote values.
    private static string DescribeDefect(Exception exception) =>
        $"{exception.GetType()}{(exception.InnerException is { } inner ? $" (caused by {DescribeDefect(inner)})" : "")}{Environment.NewLine}{exception.StackTrace}";

    [LoggerMessage(2006, LogLevel.Critical,
        "Could not publish a change of {Paths}. The last good configuration stays in effect. Retrying at the next change: {Defect}")]
    private static partial void LogPumpFailed(ILogger logger, string paths, string defect);
}
