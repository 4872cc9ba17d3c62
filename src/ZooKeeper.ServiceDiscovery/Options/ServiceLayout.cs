namespace ZooKeeper.ServiceDiscovery;

/// <summary>Specifies how instances are stored below the root.</summary>
public enum ServiceLayout
{
    /// <summary>
    /// That of Apache Curator's x-discovery: <c>service/id</c> with JSON as data. Spring Cloud Zookeeper and the applications of Dubbo 3 use it, too.
    /// </summary>
    Curator,

    /// <summary>That of the interfaces of Dubbo: <c>interface/providers/URL</c>. Its usual root is <c>/dubbo</c>.</summary>
    DubboInterfaces,
}
