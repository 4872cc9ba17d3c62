namespace Configuration.ZooKeeper.Tests.SnapshotFiles;

/// <summary>How an application adds the source.</summary>
public enum Way
{
    HostBuilder,
    Configuration,
    ClassicHost,
    HostConfiguration,
    OwnConfiguration,
}
