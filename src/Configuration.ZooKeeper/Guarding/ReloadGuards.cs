using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Snapshots;

namespace Configuration.ZooKeeper.Guarding;

/// <summary>The guards of one source: those of every host that was started with it and lives.</summary>
internal sealed class ReloadGuards
{
    private readonly Lock _gate = new();
    private HostGuards[] _hosts = [];

    public void Arm(HostGuards host)
    {
        lock (_gate)
        {
            Volatile.Write(ref _hosts, [.. _hosts, host]);
        }
    }

    /// <summary>Does not wait for a check that is under way, which may be what disposes the host.</summary>
    public void Disarm(HostGuards host)
    {
        lock (_gate)
        {
            Volatile.Write(ref _hosts, Array.FindAll(_hosts, other => other != host));
        }
    }

    /// <summary>
    /// What speaks against publishing the candidate; nothing if it is good, or if there are no guards. Runs the application's code on this thread, and never
    /// throws.
    /// </summary>
    public IReadOnlyList<ZooKeeperOptionsRejection> Check(PublishedState state, ConfigurationSnapshot candidate)
    {
        var hosts = Volatile.Read(ref _hosts);
        if (hosts.Length == 0)
        {
            return [];
        }

        // A validation that reloads the configuration would be run by that reload, and so on.
        if (ReloadGuard.Active is { } active)
        {
            return [active.Reject(["the configuration was reloaded inside the validation"])];
        }

        var pin = StatePin.Suspend();
        try
        {
            return [.. hosts.SelectMany(host => host.Check(state, candidate))];
        }
        finally
        {
            StatePin.Resume(pin);
        }
    }
}
