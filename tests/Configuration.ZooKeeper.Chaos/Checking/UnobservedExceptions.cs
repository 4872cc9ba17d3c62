namespace Configuration.ZooKeeper.Chaos.Checking;

/// <summary>Logs every unobserved task exception.</summary>
internal sealed class UnobservedExceptions : IDisposable
{
    private readonly ChaosLog _log;

    public UnobservedExceptions(ChaosLog log)
    {
        _log = log;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    /// <summary>Runs a garbage collection, so that unobserved exceptions surface now.</summary>
    public static void Flush()
    {
        for (var pass = 0; pass < 2; pass++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= OnUnobserved;

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => _log.Write(LogKind.UnobservedException, detail: e.Exception.ToString());
}
