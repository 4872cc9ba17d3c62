using Microsoft.Extensions.Logging;

namespace ZooKeeper.Client.Session;

/// <summary>
/// A logger whose failures cost a line of the log, never a session: the application's may be broken, or disposed before the client.
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
            // There is nowhere to report it.
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
