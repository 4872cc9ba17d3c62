using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Session;

/// <summary>
/// Ignores exceptions of the application's logger, which may be broken, or disposed before the client. A failed log line must not end a session.
/// </summary>
internal sealed class TolerantLogger(ILogger logger) : ILogger
{
    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return logger.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is no place to report a failure of the logger.
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
