using ZooKeeper.Client;

namespace ZooKeeper.Coordination.Hosting;

/// <summary>The state of one leader service, for the health check.</summary>
internal sealed class LeaderStatus(string path, Func<SessionState> connection)
{
    private volatile Leadership? _leadership;
    private volatile bool _isRunning;

    public string Path => path;

    public LeaderPhase Phase => _leadership is not { } leadership ? _isRunning ? LeaderPhase.Candidate : LeaderPhase.Stopped
        : !leadership.IsHeld ? LeaderPhase.Lost
        : connection() == SessionState.Connected ? LeaderPhase.Leader
        : LeaderPhase.Suspect;

    public void Become(bool isRunning, Leadership? leadership = null) => (_isRunning, _leadership) = (isRunning, leadership);
}
