using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Configuration.ZooKeeper;

/// <summary>
/// Logs to the host's logger factory once it is known. Configuration is built before it: what is logged until then is kept, up to a limit, and
/// replayed. After the host has stopped, nothing is logged.
/// </summary>
internal sealed class HandedOverLogging : ILoggerFactory
{
    private const int MostKept = 1000;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, CategoryLogger> _loggers = new(StringComparer.Ordinal);
    private Queue<Action>? _kept = [];
    private ILoggerFactory _target = NullLoggerFactory.Instance;

    public void HandOverTo(ILoggerFactory target)
    {
        Queue<Action>? kept;
        lock (_gate)
        {
            _target = target;
            kept = _kept;
            _kept = null;
            foreach (var logger in _loggers.Values)
            {
                logger.Target = target.CreateLogger(logger.Category);
            }
        }

        while (kept?.TryDequeue(out var line) == true)
        {
            line();
        }
    }

    public ILogger CreateLogger(string categoryName) =>
        _loggers.GetOrAdd(categoryName, name =>
        {
            lock (_gate)
            {
                return new CategoryLogger(this, name) { Target = _target.CreateLogger(name) };
            }
        });

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Providers are added to the host's logger factory.");

    public void Dispose()
    {
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
            catch (ObjectDisposedException)
            {
                // The host's logger providers go before the configuration does.
            }
        }
    }
}
