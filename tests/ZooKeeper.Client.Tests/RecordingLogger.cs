using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLogger : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(int Id, LogLevel Level, string Message)> _entries = [];

    public IReadOnlyCollection<(int Id, LogLevel Level, string Message)> Entries => _entries;

    /// <summary>What is done at each entry besides keeping it.</summary>
    public Action OnEntry { get; init; } = () => { };

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _entries.Enqueue((eventId.Id, logLevel, $"{formatter(state, exception)} {exception}"));
        OnEntry();
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }
}
