using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Hosting;

/// <summary>The state of one leader service, for the health check.</summary>
internal sealed class LeaderStatus(string path, Func<SessionState> connection)
{
    private volatile Leadership? _leadership;
    private volatile LeaderPhase _without = LeaderPhase.Stopped;

    public string Path => path;

    public LeaderPhase Phase => _leadership is not { } leadership ? _without
        : !leadership.IsHeld ? LeaderPhase.Lost
        : connection() == SessionState.Connected ? LeaderPhase.Leader
        : LeaderPhase.Suspect;

    /// <summary>Sets the phase of a process that does not lead.</summary>
    public void Become(LeaderPhase phase) => (_without, _leadership) = (phase, null);

    public void Lead(Leadership leadership) => _leadership = leadership;
}
