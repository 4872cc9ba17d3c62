using ZooKeeper.Coordination.Hosting;

namespace ZooKeeper.Coordination;

/// <summary>Provides the status of the leader services of a host. <c>AddLeaderService</c> registers this service.</summary>
public sealed class LeaderServices
{
    private readonly IEnumerable<ILeaderServiceHost> _hosts;

    internal LeaderServices(IEnumerable<ILeaderServiceHost> hosts) => _hosts = hosts;

    /// <summary>Gets the status of each leader service, in the order of registration.</summary>
    public IReadOnlyList<LeaderServiceStatus> Statuses => [.. _hosts.Select(host => host.Status)];
}
