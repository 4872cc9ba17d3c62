using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.ServiceDiscovery.Tests;

/// <summary>Keeps the ids of the events that are logged.</summary>
internal sealed class RecordingLogging : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<int> _events = new();

    public IEnumerable<int> Events => _events;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _events.Enqueue(eventId.Id);

    public void Dispose()
    {
    }
}
