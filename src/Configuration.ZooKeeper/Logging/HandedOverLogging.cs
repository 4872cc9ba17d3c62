using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Configuration.ZooKeeper.Logging;

/// <summary>
/// Logs to the application's logger factory, or to the host's once it is known. Configuration is built before the host, so earlier entries are buffered,
/// up to a limit, and replayed. If several hosts run, the latest one gets the entries. After the last host has stopped, nothing is logged.
/// </summary>
internal sealed class HandedOverLogging : ILoggerFactory
{
    private const int MostKept = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CategoryLogger> _loggers = new(StringComparer.Ordinal);
    private readonly List<ILoggerFactory> _hosts = [];
    private readonly bool _isOwn;
    private Queue<Action>? _kept = [];
    private ILoggerFactory _target = NullLoggerFactory.Instance;

    public HandedOverLogging(ILoggerFactory? own)
    {
        if (own is not (null or NullLoggerFactory))
        {
            HandOverTo(own);
            _isOwn = true;
        }
    }

    public void HandOverTo(ILoggerFactory target)
    {
        if (_isOwn)
        {
            return;
        }

        Queue<Action>? kept;
        lock (_gate)
        {
            _hosts.Add(target);
            kept = _kept;
            _kept = null;
            SetTarget(target);
        }

        while (kept?.TryDequeue(out var line) == true)
        {
            line();
        }
    }

    /// <summary>Stops logging to a host that is being disposed.</summary>
    public void TakeBack(ILoggerFactory target)
    {
        lock (_gate)
        {
            if (_hosts.LastIndexOf(target) is >= 0 and var index)
            {
                _hosts.RemoveAt(index);
                SetTarget(_hosts is [.., var last] ? last : NullLoggerFactory.Instance);
            }
        }
    }

    public ILogger CreateLogger(string categoryName)
    {
        lock (_gate)
        {
            if (!_loggers.TryGetValue(categoryName, out var logger))
            {
                logger = new CategoryLogger(this, categoryName) { Target = LoggerOf(_target, categoryName) };
                _loggers.Add(categoryName, logger);
            }

            return logger;
        }
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Providers are added to the host's logger factory.");

    public void Dispose()
    {
    }

    private static ILogger LoggerOf(ILoggerFactory factory, string category)
    {
        try
        {
            return factory.CreateLogger(category);
        }
        catch (ObjectDisposedException)
        {
            return NullLogger.Instance; // the host was disposed without notice
        }
    }

    private void SetTarget(ILoggerFactory target)
    {
        _target = target;
        foreach (var logger in _loggers.Values)
        {
            logger.Target = LoggerOf(target, logger.Category);
        }
    }

    private bool TryKeep(Action line)
    {
        lock (_gate)
        {
            if (_kept is null)
            {
                return false;
            }

            if (_kept.Count < MostKept)
            {
                _kept.Enqueue(line);
            }

            return true;
        }
    }

    private sealed class CategoryLogger(HandedOverLogging owner, string category) : ILogger
    {
        public string Category { get; } = category;

        public ILogger Target { get; set; } = NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => owner._kept is not null || Target.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!owner.TryKeep(() => Write(logLevel, eventId, state, exception, formatter)))
            {
                Write(logLevel, eventId, state, exception, formatter);
            }
        }

        private void Write<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                Target.Log(logLevel, eventId, state, exception, formatter);
            }
            catch (Exception)
            {
                // The host disposes its logger providers before the configuration. A failure there may lose a log entry but never a reload.
            }
        }
    }
}
