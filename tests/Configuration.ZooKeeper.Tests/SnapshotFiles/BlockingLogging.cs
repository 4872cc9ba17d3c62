using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>A logger that holds the thread that logs an event, for as long as the test wants.</summary>
internal sealed class BlockingLogging(int eventId) : ILoggerFactory, ILogger
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _isReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _go = new(initialState: true);

    /// <summary>Completes when a thread is held.</summary>
    public Task IsReached => _isReached.Task;

    public void Block() => _go.Reset();

    public void Go() => _go.Set();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => NullLogger.Instance.BeginScope(state);

    public void Log<TState>(LogLevel logLevel, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (id.Id == eventId && !_go.IsSet)
        {
            _isReached.TrySetResult();
            Assert.IsTrue(_go.Wait(Deadline));
        }
    }

    public void Dispose() => _go.Set();
}
