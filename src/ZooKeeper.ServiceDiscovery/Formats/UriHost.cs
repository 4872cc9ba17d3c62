namespace ZooKeeper.ServiceDiscovery.Formats;

/// <summary>Converts a host to its form in a URI and back. A URI has an IPv6 address in brackets.</summary>
internal static class UriHost
{
    public static string Of(string host) => host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host;

    public static string Bare(string host) => host is ['[', .. var address, ']'] ? address : host;
}
