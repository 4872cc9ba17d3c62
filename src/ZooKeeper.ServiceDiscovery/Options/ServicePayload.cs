namespace ZooKeeper.ServiceDiscovery;

/// <summary>Specifies what an instance writes in addition to its address.</summary>
public enum ServicePayload
{
    /// <summary>
    /// The payload of Spring Cloud Zookeeper, with its class. It has the status, the weight, the zone and the metadata. A Java program that uses Apache Curator without
    /// Spring cannot read it, unless it has a class with this name.
    /// </summary>
    Spring,

    /// <summary>Nothing, for Java programs that use Apache Curator without Spring. Only the address and whether the instance is in service can be registered.</summary>
    None,
}
