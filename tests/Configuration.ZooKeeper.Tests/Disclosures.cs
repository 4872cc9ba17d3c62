using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Configuration.ZooKeeper.Tests;

/// <summary>
/// What this process shows to anybody who looks while this object lives: every exception at the moment it is thrown, caught or not, every activity and every
/// measurement, of all sources and meters there are.
/// </summary>
internal sealed class Disclosures : IDisposable
{
    private readonly ConcurrentQueue<(Exception Exception, bool IsOfApplication)> _exceptions = new();
    private readonly ConcurrentQueue<string> _activities = new();
    private readonly ConcurrentQueue<string> _measurements = new();
    private readonly ActivityListener _activityListener;
    private readonly MeterListener _meterListener;

    [ThreadStatic]
    private static bool IsLooking;

    public Disclosures()
    {
        AppDomain.CurrentDomain.FirstChanceException += OnException;
        _activityListener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            SampleUsingParentId = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _activities.Enqueue(Describe(activity)),
        };
        ActivitySource.AddActivityListener(_activityListener);
        _meterListener = new MeterListener { InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        Listen<byte>();
        Listen<short>();
        Listen<int>();
        Listen<long>();
        Listen<float>();
        Listen<double>();
        Listen<decimal>();
        _meterListener.Start();
    }

    /// <summary>The messages of exceptions that are not the application's own: its code and the binder of the framework may say what they like.</summary>
    public IReadOnlyList<string> Exceptions => [.. _exceptions.Where(thrown => !thrown.IsOfApplication).Select(thrown => Describe(thrown.Exception))];

    /// <summary>The messages of the application's own exceptions.</summary>
    public IReadOnlyList<string> ExceptionsOfApplication => [.. _exceptions.Where(thrown => thrown.IsOfApplication).Select(thrown => Describe(thrown.Exception))];

    public IReadOnlyList<string> Activities => [.. _activities];

    public IReadOnlyList<string> Measurements
    {
        get
        {
            _meterListener.RecordObservableInstruments();
            return [.. _measurements];
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= OnException;
        _activityListener.Dispose();
        _meterListener.Dispose();
    }

    private static string Describe(Activity activity) => string.Join(
        "; ",
        [
            activity.Source.Name, activity.DisplayName, activity.StatusDescription,
            .. activity.TagObjects.Select(tag => $"{tag}"),
            .. activity.Baggage.Select(item => $"{item}"),
            .. activity.Events.Select(happened => $"{happened.Name} {string.Join("; ", happened.Tags)}"),
            .. activity.Links.Select(link => $"{link.Context} {string.Join("; ", link.Tags ?? [])}"),
        ]);

    private static string Describe(Exception exception) => $"{exception.GetType()}: {exception.Message} {exception.InnerException?.Message}";

    private void Listen<T>()
        where T : struct => _meterListener.SetMeasurementEventCallback<T>((instrument, value, tags, _) =>
            _measurements.Enqueue($"{instrument.Meter.Name} {instrument.Name} {value} {string.Join("; ", tags.ToArray())}"));

    private void OnException(object? sender, FirstChanceExceptionEventArgs thrown)
    {
        if (IsLooking)
        {
            return; // looking at a stack may throw itself
        }

        IsLooking = true;
        try
        {
            _exceptions.Enqueue((thrown.Exception, IsOfApplication(thrown.Exception)));
        }
        finally
        {
            IsLooking = false;
        }
    }

    // What gathers exceptions that were seen already says nothing new.
    private bool IsOfApplication(Exception exception) => exception is AggregateException aggregate
        ? aggregate.InnerExceptions.All(inner => _exceptions.Any(thrown => thrown.Exception == inner))
        : _exceptions.Any(thrown => thrown.IsOfApplication && thrown.Exception == exception) || IsThrownByApplication();

    // Between the place and the first method of ours on the stack there is one of the binder's, or of the tests'.
    private static bool IsThrownByApplication()
    {
        foreach (var frame in new StackTrace(skipFrames: 2).GetFrames())
        {
            var assembly = frame.GetMethod()?.DeclaringType?.Assembly;
            if (assembly == typeof(Disclosures).Assembly && frame.GetMethod()!.DeclaringType != typeof(Disclosures)
                || assembly == typeof(Microsoft.Extensions.Configuration.ConfigurationBinder).Assembly)
            {
                return true;
            }

            if (assembly is not null && IsOurs(assembly))
            {
                return false;
            }
        }

        return false;
    }

    private static bool IsOurs(Assembly assembly) =>
        assembly == typeof(ZooKeeperConfigurationSource).Assembly || assembly == typeof(global::ZooKeeper.Client.ZooKeeperClient).Assembly;
}
