using ZooKeeper.Client;

namespace ZooKeeper.Coordination;

/// <summary>Contains the options of coordination in a host.</summary>
public sealed class ZooKeeperCoordinationOptions
{
    /// <summary>Gets the options of the client. Without a logger factory, the client uses that of the host.</summary>
    public ZooKeeperClientOptions Connection { get; } = new();

    /// <summary>Gets or sets how long a leader service that threw an exception waits before it is a candidate again. The default is 5 seconds, the maximum is one day.</summary>
    public TimeSpan RestartDelay { get; set; } = TimeSpan.FromSeconds(5);
}
