using Configuration.ZooKeeper.Keys;
using Configuration.ZooKeeper.Pinning;

namespace Configuration.ZooKeeper.Validation;

/// <summary>The reload validators of one source, from all running hosts that use it.</summary>
internal sealed class ReloadValidators
{
    private readonly Lock _gate = new();
    private HostValidators[] _hosts = [];

    public void Add(HostValidators host)
    {
        lock (_gate)
        {
            Volatile.Write(ref _hosts, [.. _hosts, host]);
        }
    }

    /// <summary>Removes a host. Does not wait for a running check, because the check itself may dispose the host.</summary>
    public void Remove(HostValidators host)
    {
        lock (_gate)
        {
            Volatile.Write(ref _hosts, Array.FindAll(_hosts, other => other != host));
        }
    }

    /// <summary>
    /// Returns the options that are invalid with a candidate. Empty if the candidate is valid or there are no validators. Runs application code on this thread,
    /// and never throws.
    /// </summary>
    public IReadOnlyList<ZooKeeperInvalidOptions> Check(PublishedState published, KeyIndex candidate)
    {
        var hosts = Volatile.Read(ref _hosts);
        if (hosts.Length == 0)
        {
            return [];
        }

        // A nested reload would run the validation again, and so on.
        if (ReloadValidator.Active is { } active)
        {
            return [active.Reject(["the configuration was reloaded inside the validation"])];
        }

        var pin = StatePin.Suspend();
        try
        {
            return [.. hosts.SelectMany(host => host.Check(published, candidate))];
        }
        finally
        {
            StatePin.Resume(pin);
        }
    }
}
