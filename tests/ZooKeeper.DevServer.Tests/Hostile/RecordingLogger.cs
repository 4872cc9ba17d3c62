using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.DevServer.Tests.Hostile;

/// <summary>Keeps what a server logs.</summary>
internal sealed class RecordingLogger : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, int Id, string Message)> _entries = [];

    public IReadOnlyCollection<(LogLevel Level, int Id, string Message)> Entries => _entries;

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue((logLevel, eventId.Id, $"{formatter(state, exception)} {exception}"));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    /// <summary>Checks that the server met nothing that it was not made for.</summary>
    public void HasNoErrors() => Assert.AreEqual("", string.Join('\n', _entries.Where(entry => entry.Level >= LogLevel.Error).Select(entry => entry.Message)));
}
