using ZooKeeper.ServiceDiscovery.Formats;

namespace ZooKeeper.ServiceDiscovery;

/// <summary>Describes where an instance takes requests of one protocol.</summary>
/// <param name="Scheme">The protocol, such as <c>http</c>, <c>https</c> or <c>dubbo</c>.</param>
/// <param name="Host">The name or address of the computer. An IPv6 address has no brackets.</param>
/// <param name="Port">The port.</param>
public readonly record struct InstanceEndpoint(string Scheme, string Host, int Port)
{
    /// <summary>Returns the address as a URI without a path.</summary>
    public Uri ToUri() => new UriBuilder(Scheme, Host, Port).Uri;

    /// <summary>Returns the URI as text, with the port.</summary>
    public override string ToString() => $"{Scheme}://{UriHost.Of(Host)}:{Port}"; // the text of a Uri lacks the scope of a link-local address
}
