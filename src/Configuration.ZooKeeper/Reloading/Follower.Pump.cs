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
                    NotifyListeners();
                }
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

    /// <summary>Waits for the next tree snapshot and the minimum reload interval. Returns null if only listeners must be notified.</summary>
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
            // The mirror fails the wait when it is disposed. Observe that exception.
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
        TryApply(tree, Timeout.InfiniteTimeSpan, out var rejection);
        NotifyListeners();
        SourceMetrics.OnReloadEnded(_source.ToString(), _time.GetElapsedTime(started), rejection);
    }

    private void NotifyListeners()
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
                _source.Status.OnError($"A change listener failed: {failure}");
                foreach (var exception in e is AggregateException aggregate ? aggregate.Flatten().InnerExceptions : [e])
                {
                    SourceMetrics.OnListenerFailed(_source.ToString(), exception.GetType().ToString());
                }

                LogListenerFailed(_logger, _source.Name, failure);
            }
        }
    }

    // Validation messages are the application's own words. Of any other exception only the type is shown, because messages of the binder quote values.
    private static string Describe(Exception exception) => exception switch
    {
        AggregateException aggregate => string.Join("; ", aggregate.Flatten().InnerExceptions.Select(Describe)),
        OptionsValidationException validation => $"{validation.OptionsType.Name}: {string.Join("; ", validation.Failures)}",
        _ => exception.GetType().ToString(),
    };

    // Types and stack traces, without the messages of exceptions, which can quote values.
    private static string DescribeDefect(Exception exception) =>
        $"{exception.GetType()}{(exception.InnerException is { } inner ? $" (caused by {DescribeDefect(inner)})" : "")}{Environment.NewLine}{exception.StackTrace}";

    [LoggerMessage(2005, LogLevel.Error,
        "A change listener of {Paths} threw: {Failure}. The new configuration is in effect, and later changes are published as usual")]
    private static partial void LogListenerFailed(ILogger logger, string paths, string failure);

    [LoggerMessage(2006, LogLevel.Critical,
        "Could not publish a change of {Paths}. The last good configuration stays in effect. Retrying at the next change: {Defect}")]
    private static partial void LogPumpFailed(ILogger logger, string paths, string defect);
}
