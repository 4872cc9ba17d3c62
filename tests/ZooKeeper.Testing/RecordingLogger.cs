using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.Testing;

/// <summary>Keeps what is logged, at every level and in every category.</summary>
public sealed class RecordingLogger : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(int Id, LogLevel Level, string Message)> _entries = [];

    /// <summary>What was logged, in order. A message includes its exception.</summary>
    public IReadOnlyCollection<(int Id, LogLevel Level, string Message)> Entries => _entries;

    /// <summary>The ids of the events.</summary>
    public IEnumerable<int> Events => _entries.Select(entry => entry.Id);

    /// <summary>What is done at each entry besides keeping it.</summary>
    public Action OnEntry { get; init; } = () => { };

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _entries.Enqueue((eventId.Id, logLevel, $"{formatter(state, exception)} {exception}"));
        OnEntry();
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
