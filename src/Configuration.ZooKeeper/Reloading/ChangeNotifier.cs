using System.Diagnostics;
using Configuration.ZooKeeper.Documents;
using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Configuration.ZooKeeper.Reloading;

/// <summary>
/// Fires the change tokens of a source's providers, one at a time, on a thread that nothing else needs. Publishing does not wait for them: a listener that does
/// not return delays other listeners, but neither reads nor later snapshots. Changes that are published meanwhile become one notification.
/// </summary>
internal sealed partial class ChangeNotifier(SharedSource source, TimeProvider time)
{
    /// <summary>How long listeners may run before the status reports them.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private bool _isRunning;
    private bool _isRequested;
    private ActivityContext _cause;
    private ITimer? _overdue;
    private volatile RunningNotification? _current;

    /// <summary>The listeners that have been running for longer than <see cref="Patience"/>, or null.</summary>
    public ZooKeeperRunningListeners? Running =>
        _current is { } current && time.GetElapsedTime(current.Started) > Patience ? current.Listeners : null;

    /// <summary>Notifies the providers that do not know the published keys yet. Does not wait for their listeners.</summary>
    public void Notify()
    {
        Request();

        // Unsafe: without the caller's execution context.
        ThreadPool.UnsafeQueueUserWorkItem(static notifier => notifier.NotifyRequested(), this, preferLocal: false);
    }

    /// <summary>Requests a notification, as a part of the current reload.</summary>
    public void Request()
    {
        lock (_gate)
        {
            _isRequested = true;
            _cause = SourceActivities.Current?.Context ?? default;
        }
    }

    /// <summary>Notifies on this thread until no request is left. Returns immediately if another thread is already doing this.</summary>
    public void NotifyRequested()
    {
        lock (_gate)
        {
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        while (Take() is { } cause)
        {
            foreach (var provider in source.Providers.All)
            {
                if (provider.TryAnnounce(source.State.Current, out var before, out var now))
                {
                    Notify(provider, before, now, cause);
                }
            }
        }
    }

    /// <summary>Notifies the listeners of a provider on the thread that reloads it, like the file providers of the framework.</summary>
    public void NotifyCaller(ZooKeeperConfigurationProvider provider, KeyIndex now)
    {
        try
        {
            provider.FireReloadToken();
        }
        catch (Exception e)
        {
            OnFailed(e, now); // the reload goes on with the other providers
        }
    }

    private ActivityContext? Take()
    {
        lock (_gate)
        {
            _isRunning = _isRequested;
            _isRequested = false;
            return _isRunning ? _cause : null;
        }
    }

    private void Notify(ZooKeeperConfigurationProvider provider, KeyIndex before, KeyIndex now, ActivityContext cause)
    {
        // Before the activity: a timer captures the execution context in which it is created.
        _overdue ??= time.CreateTimer(static notifier => ((ChangeNotifier)notifier!).OnOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var activity = SourceActivities.StartNotify(source.ToString(), cause);
        _current = new RunningNotification(time.GetTimestamp(), time.GetUtcNow(), before, now);
        _overdue.Change(Patience, Timeout.InfiniteTimeSpan);
        var pin = StatePin.EnterNotification();
        try
        {
            provider.FireReloadToken();
        }
        catch (Exception e)
        {
            OnFailed(e, now);
        }
        finally
        {
            StatePin.Exit(pin);
            _current = null;
            _overdue.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnOverdue()
    {
        if (_current is not { } current)
        {
            return;
        }

        // A timer can fire slightly early, or still be due for the previous notification.
        if (Patience - time.GetElapsedTime(current.Started) is var rest && rest > TimeSpan.Zero)
        {
            _overdue!.Change(rest, Timeout.InfiniteTimeSpan);
            return;
        }

        LogNotReturned(source.Logger, source.Name, current.Since, current.Keys.Count);
    }

    private void OnFailed(Exception e, KeyIndex now)
    {
        var failure = PrintableText.Of(Describe(e, now));
        source.Status.OnError($"A change listener failed: {failure}");
        foreach (var exception in e is AggregateException aggregate ? aggregate.Flatten().InnerExceptions : [e])
        {
            SourceMetrics.OnListenerFailed(source.ToString(), exception.GetType().ToString());
        }

        LogListenerFailed(source.Logger, source.Name, failure);
    }

    private static string Describe(Exception exception, KeyIndex now)
    {
        try
        {
            return Explain(exception, now);
        }
        catch (Exception)
        {
            // Properties of an application's exception can throw, and the failures of a validation can be a query that does.
            return exception.GetType().ToString();
        }
    }

    // Validation messages are the application's own words. For any other exception, show only the type, the options and the key: messages of the binder quote
    // values.
    private static string Explain(Exception exception, KeyIndex now) => exception switch
    {
        AggregateException aggregate => string.Join("; ", aggregate.Flatten().InnerExceptions.Select(inner => Describe(inner, now))),
        OptionsValidationException validation => $"{validation.OptionsType.Name}: {string.Join("; ", validation.Failures)}",
        _ => exception.GetType()
            + (CreatedOptions.Of(exception) is { } options ? $" while creating {options}" : "")
            + (FaultyValue.Describe(exception, now) is { } value ? $", {value}" : ""),
    };

    [LoggerMessage(2005, LogLevel.Error,
        "A change listener of {Paths} threw: {Failure}. The new configuration is in effect, and later changes are published as usual")]
    private static partial void LogListenerFailed(ILogger logger, string paths, string failure);

    [LoggerMessage(2010, LogLevel.Warning,
        "A change listener of {Paths} has not returned since {Since:O}, for a change of {Count} keys. The new configuration is in effect, but no listener is "
        + "notified of a later one until it returns")]
    private static partial void LogNotReturned(ILogger logger, string paths, DateTimeOffset since, int count);

    private sealed class RunningNotification(long started, DateTimeOffset since, KeyIndex before, KeyIndex now)
    {
        private ChangedKeys? _keys;

        public long Started => started;

        public DateTimeOffset Since => since;

        // Lazily: only a notification that is reported needs them.
        public ChangedKeys Keys => _keys ??= new ChangedKeys([.. now.ChangedKeys(before)]);

        public ZooKeeperRunningListeners Listeners => new() { Since = Since, ChangedKeys = Keys };
    }
}
