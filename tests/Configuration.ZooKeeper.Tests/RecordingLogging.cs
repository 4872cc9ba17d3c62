using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Tests;

/// <summary>Keeps every line at every level, with all that a logger is given of it.</summary>
internal sealed class RecordingLogging : ILoggerFactory, ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyList<LogLine> Lines => [.. _lines];

    public IEnumerable<LogLine> Of(int eventId) => _lines.Where(line => line.Id == eventId);

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Logger(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join("; ", pairs) : $"{state}";
            lines.Enqueue(new LogLine(category, logLevel, eventId.Id, formatter(state, exception), values, exception));
        }
    }
}

/// <summary>One line of a log.</summary>
internal sealed record LogLine(string Category, LogLevel Level, int Id, string Text, string Values, Exception? Exception);
