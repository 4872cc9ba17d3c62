using Configuration.ZooKeeper.Pinning;
using Configuration.ZooKeeper.Keys;

namespace Configuration.ZooKeeper.Validation;

/// <summary>Runs the reload validators of one source, for all running hosts.</summary>
internal sealed class ReloadValidators
{
    private readonly Lock _gate = new();
    private HostValidators[] _hosts = [];

    public void Arm(HostValidators host)
    {
        lock (_gate)
        {
            Volatile.Write(ref _hosts, [.. _hosts, host]);
        }
    }

    /// <summary>Does not wait for a check that is under way, which may be what disposes the host.</summary>
    public void Disarm(HostValidators host)
    {
        lock (_gate)
        {
            Volatile.Write(ref _hosts, Array.FindAll(_hosts, other => other != host));
        }
    }

    /// <summary>
    /// Returns the options that the candidate would make invalid. Runs the application's code on this thread, and never throws.
    /// </summary>
    public IReadOnlyList<ZooKeeperInvalidOptions> Check(PublishedState state, KeyIndex candidate)
    {
        var hosts = Volatile.Read(ref _hosts);
        if (hosts.Length == 0)
        {
            return [];
        }

        // A validation that reloads the configuration would be run by that reload, and so on.
        if (ReloadValidator.Active is { } active)
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
