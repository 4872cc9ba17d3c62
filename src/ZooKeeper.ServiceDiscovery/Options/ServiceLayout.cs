namespace ZooKeeper.ServiceDiscovery;

/// <summary>Specifies how instances are stored below the root.</summary>
public enum ServiceLayout
{
    /// <summary>
    /// The layout of Apache Curator's x-discovery: <c>service/id</c> with JSON as data. Spring Cloud Zookeeper and the application-level discovery of Dubbo 3
    /// use it, too.
    /// </summary>
    Curator,

    /// <summary>The layout of Dubbo's interface-level discovery: <c>interface/providers/URL</c>. Its usual root is <c>/dubbo</c>.</summary>
    DubboInterfaces,
}
