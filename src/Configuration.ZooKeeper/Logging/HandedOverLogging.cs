using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Configuration.ZooKeeper.Logging;

/// <summary>
/// Logs to the logger factory of the connection's options if one is set, otherwise to the host's. Configuration is built before the host, so lines are kept, up
/// to a limit, and replayed when the host starts. If there are several hosts, lines go to the last one that still runs. Without a host nothing is logged.
/// </summary>
internal sealed class HandedOverLogging : ILoggerFactory
{
    private const int MaxKept = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CategoryLogger> _loggers = new(StringComparer.Ordinal);
    private readonly List<ILoggerFactory> _hosts = [];
    private readonly bool _isFixed;
    private Queue<Action>? _kept = [];
    private ILoggerFactory _target = NullLoggerFactory.Instance;

    public HandedOverLogging(ILoggerFactory? configured)
    {
        if (configured is not (null or NullLoggerFactory))
        {
            Attach(configured);
            _isFixed = true;
        }
    }

    /// <summary>Logs to a host from now on, and replays the lines that were kept.</summary>
    public void Attach(ILoggerFactory target)
    {
        if (_isFixed)
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
    public void Detach(ILoggerFactory target)
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

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Add providers to the logger factory of the host.");

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
            return NullLogger.Instance; // the host was disposed without a call of Detach
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

            if (_kept.Count < MaxKept)
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

        public bool IsEnabled(LogLevel logLevel)
        {
            try
            {
                return owner._kept is { Count: < MaxKept } || Target.IsEnabled(logLevel);
            }
            catch (Exception)
            {
                return false; // a filter of the application, which can read the configuration
            }
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Replay kept lines with an object as state. Otherwise, the loggers would be compiled once more for each type of state.
            if (!owner.TryKeep(() => Write<object?>(logLevel, eventId, state, exception, (kept, e) => formatter((TState)kept!, e))))
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
                // Logger providers are disposed before the configuration. Their failures must not stop a reload.
            }
        }
    }
}
