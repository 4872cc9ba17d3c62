using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Hosting;

/// <summary>The state of one leader service, for the health check.</summary>
internal sealed class LeaderStatus(string path, Func<SessionState> connection)
{
    private volatile Leadership? _leadership;
    private volatile LeaderPhase _without = LeaderPhase.Stopped;

    public string Path => path;

    public LeaderPhase Phase
    {
        get
        {
            var phase = _leadership is not { } leadership ? _without : leadership.IsHeld ? LeaderPhase.Leader : LeaderPhase.Lost;
            return phase is LeaderPhase.Candidate or LeaderPhase.Leader && connection() != SessionState.Connected ? LeaderPhase.Suspect : phase;
        }
    }

    /// <summary>Sets the phase of a process that does not lead.</summary>
    public void Become(LeaderPhase phase) => (_without, _leadership) = (phase, null);

    public void Lead(Leadership leadership) => _leadership = leadership;
}
