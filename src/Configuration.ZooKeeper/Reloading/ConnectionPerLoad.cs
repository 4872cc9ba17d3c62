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
            Do(follower => follower.Start());
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
            Do(follower => follower.Reload());
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // An option of the client has become invalid, such as a TLS file that is being replaced.
            source.OnReloadFailed(e.Message);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Do(Action<Follower> action)
    {
        var follower = new Follower(options, source);
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
