using Configuration.ZooKeeper.Chaos.Checking;
using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Chaos.Reading;

/// <summary>Copies the relevant events of a provider into the log of the run.</summary>
internal sealed class ProviderLogging(string who, ChaosLog log) : ILoggerFactory, ILogger
{
    private const int Connected = 1000;
    private long _sessionId;

    /// <summary>The session that the provider has, or had last.</summary>
    public long SessionId => Interlocked.Read(ref _sessionId);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == Connected && state is IEnumerable<KeyValuePair<string, object?>> values)
        {
            var session = (long)values.First(value => value.Key == "SessionId").Value!;
            if (Interlocked.Exchange(ref _sessionId, session) != session)
            {
                log.Write(LogKind.SessionBegun, who, detail: $"0x{session:x}");
            }
        }

        if (KindOf(eventId.Id) is { } kind)
        {
            log.Write(kind, who, detail: $"{eventId.Id}: {formatter(state, exception)} {exception}");
        }
    }

    // docs/diagnostics.md, "Events": 1008, 1100, 2005 and 2006 report a defect of the library or of this program.
    private static LogKind? KindOf(int eventId) => eventId switch
    {
        1002 => LogKind.SessionOver,
        1004 => LogKind.HistoryLost,
        2002 => LogKind.RejectedReload,
        1008 or 1100 or 2005 or 2006 => LogKind.Defect,
        _ => null,
    };
}
