namespace ZooKeeper.ServiceDiscovery;

/// <summary>Specifies whether an instance takes requests.</summary>
public enum ServiceStatus
{
    /// <summary>The instance takes requests.</summary>
    Up,

    /// <summary>The instance runs, but takes no requests.</summary>
    OutOfService,
}
