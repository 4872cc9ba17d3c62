using System.Net;

namespace ZooKeeper.ServiceDiscovery.Registration;

/// <summary>Parses the addresses that a web server listens on, such as <c>http://[::]:5000</c>.</summary>
internal static class ListeningAddresses
{
    /// <summary>
    /// Returns the first host that other computers may reach, and its first port of each scheme. If there is none, returns the first host. Null if the server
    /// listens on no port.
    /// </summary>
    public static ServerAddress? Read(IEnumerable<string> addresses)
    {
        // A plus or an asterisk means all addresses. A Unix socket has no port, and no other computer reaches it.
        var uris = addresses.Select(address => address.Replace("://+", "://[::]", StringComparison.Ordinal).Replace("://*", "://[::]", StringComparison.Ordinal))
            .Where(address => !address.Contains("://unix:", StringComparison.OrdinalIgnoreCase))
            .Select(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null)
            .OfType<Uri>()
            .Where(uri => uri.Port > 0 && uri.Scheme is ("http" or "https"))
            .ToArray();

        // Servers often have an address for metrics or management that only this computer reaches.
        var reachable = Array.FindAll(uris, static uri => !IsOnlyOfThisComputer(uri.DnsSafeHost));
        return (reachable.Length > 0 ? reachable : uris) is [var first, ..] candidates ? Read(first, candidates) : null;
    }

    /// <summary>Returns whether a host is loopback, or a link-local address, whose scope id only this computer knows.</summary>
    public static bool IsOnlyOfThisComputer(string host) =>
        IPAddress.TryParse(host, out var address) ? IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal : host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static ServerAddress Read(Uri first, IEnumerable<Uri> candidates)
    {
        var host = IsAny(first) ? LocalAddress.Find() : first.DnsSafeHost;

        // Another host can have a port on which this one does not listen.
        Uri[] ofHost = [.. candidates.Where(uri => IsAny(uri) || uri.DnsSafeHost == host || (uri.IsLoopback && first.IsLoopback))];
        return new ServerAddress(host, PortOf(ofHost, Uri.UriSchemeHttp), PortOf(ofHost, Uri.UriSchemeHttps));
    }

    private static bool IsAny(Uri uri) => uri.DnsSafeHost is "::" or "0.0.0.0";

    private static int? PortOf(IEnumerable<Uri> uris, string scheme) => uris.FirstOrDefault(uri => uri.Scheme == scheme)?.Port;
}
