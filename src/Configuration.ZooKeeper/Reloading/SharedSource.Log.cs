using Microsoft.Extensions.Logging;

namespace Configuration.ZooKeeper.Reloading;

internal sealed partial class SharedSource
{
    private void OnDisposedEarly(string phase)
    {
        if (_options.ReloadOnChange)
        {
            Status.OnError($"The configuration was disposed before the host {phase}.");
            LogDisposedEarly(Logger, Name, phase);
        }
    }

    [LoggerMessage(2015, LogLevel.Warning,
        "The configuration with {Paths} was disposed before the host {Phase}. The loaded keys stay, but no change takes effect. A service provider that is built "
        + "from the services of the host disposes the configuration with itself. Do not dispose it, or do not build one")]
    private static partial void LogDisposedEarly(ILogger logger, string paths, string phase);

    [LoggerMessage(2003, LogLevel.Warning, "A manual reload of {Paths} failed. The last good configuration stays in effect: {Reason}")]
    private static partial void LogReloadFailed(ILogger logger, string paths, string reason);
}
