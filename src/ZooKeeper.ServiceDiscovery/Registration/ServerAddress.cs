namespace ZooKeeper.ServiceDiscovery.Registration;

/// <summary>Where this process serves.</summary>
/// <param name="Host">The name or address of the computer.</param>
/// <param name="Port">The port for HTTP, or null.</param>
/// <param name="SslPort">The port for HTTPS, or null.</param>
internal sealed record ServerAddress(string Host, int? Port, int? SslPort);
