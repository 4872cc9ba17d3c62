namespace ZooKeeper.Coordination.Hosting;

/// <summary>A hosted leader service of any type.</summary>
internal interface ILeaderServiceHost
{
    LeaderServiceStatus Status { get; }
}
