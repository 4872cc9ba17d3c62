namespace Configuration.ZooKeeper.Reloading;

/// <summary>Connects a source that does not follow changes: anew for each load, and for one load at a time. Otherwise, an older tree could be published last.</summary>
internal sealed class ConnectionPerLoad(ZooKeeperConfigurationOptions options, SharedSource source)
{
    private readonly Lock _gate = new();

    /// <exception cref="ZooKeeperConfigurationException">The source is required and cannot be loaded.</exception>
    public void Load()
    {
        lock (_gate)
        {
            Do(new Follower(options, source), static follower => follower.Start());
        }
    }

    /// <summary>Updates the keys. If that fails, reports why, and the last good configuration stays in effect.</summary>
    public void Reload()
    {
        if (!_gate.TryEnter(options.StartupTimeout))
        {
            source.OnReloadFailed($"another reload has not finished within {options.StartupTimeout.TotalSeconds:0.###} s");
            return;
        }

        try
        {
            if (TryConnect() is { } follower)
            {
                Do(follower, static follower => follower.Reload());
            }
        }
        finally
        {
            _gate.Exit();
        }
    }

    // An option of the client can become invalid after the first load, such as a TLS file that is being replaced.
    private Follower? TryConnect()
    {
        try
        {
            return new Follower(options, source);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            source.OnReloadFailed(e.Message);
            return null;
        }
    }

    private void Do(Follower follower, Action<Follower> action)
    {
        try
        {
            action(follower);
        }
        finally
        {
            source.Close(follower);
        }
    }
}
