using Configuration.ZooKeeper.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
                if (await NextAsync().ConfigureAwait(false) is { } tree)
                {
                    Reload(tree);
                }
                else
                {
                    TellListeners();
                }
            }
            catch (Exception e) when (IsStopped && e is OperationCanceledException or ObjectDisposedException)
            {
                return; // the source was closed
            }
            catch (Exception e)
            {
                // A defect in this library. Later changes can still succeed.
                _source.Status.OnError($"Following failed: {e.GetType()}.");
                LogPumpFailed(_logger, _source.ToString(), DescribeDefect(e));
                await Task.Delay(PauseAfterDefect, _time, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for the next tree and for the reload interval. Returns null if there are only listeners to notify.</summary>
    private async Task<TreeSnapshot?> NextAsync()
    {
        var wake = Volatile.Read(ref _wake);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var next = _mirror.NextAsync(_publisher.Seen, waiting.Token);
        try
        {
            if (await Task.WhenAny(next, wake.Task).WaitAsync(_stop.Token).ConfigureAwait(false) == wake.Task)
            {
                Volatile.Write(ref _wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                return null;
            }
        }
        finally
        {
            // Observe the task: if the source is closed, the disposed mirror fails it.
            await waiting.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await next.ConfigureAwait(false);
        if (_publisher.LastDecision is { } last && _options.MinReloadInterval - _time.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, _time, _stop.Token).ConfigureAwait(false);
        }

        return _mirror.Current;
    }

    private void Reload(TreeSnapshot tree)
    {
        var started = _time.GetTimestamp();
        using var activity = SourceActivities.StartReload(_source.ToString());
        TryApply(tree, Timeout.InfiniteTimeSpan, out var rejected);
        TellListeners();
        SourceMetrics.OnReloadEnded(_source.ToString(), _time.GetElapsedTime(started), rejected);
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
                foreach (var exception in e is AggregateException aggregate ? aggregate.Flatten().InnerExceptions : [e])
                {
                    SourceMetrics.OnListenerFailed(_source.ToString(), exception.GetType().ToString());
                }

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

    // Where it happened, without the messages of exceptions: they can quote values.
    private static string DescribeDefect(Exception exception) =>
        $"{exception.GetType()}{(exception.InnerException is { } inner ? $" (caused by {DescribeDefect(inner)})" : "")}{Environment.NewLine}{exception.StackTrace}";

    [LoggerMessage(2005, LogLevel.Error,
        "A change listener of {Paths} threw: {Failure}. The new configuration is in effect, and later changes are published as usual")]
    private static partial void LogListenerFailed(ILogger logger, string paths, string failure);

    [LoggerMessage(2006, LogLevel.Critical,
        "Could not publish a change of {Paths}. The last good configuration stays in effect. Retrying at the next change: {Defect}")]
    private static partial void LogPumpFailed(ILogger logger, string paths, string defect);
}
