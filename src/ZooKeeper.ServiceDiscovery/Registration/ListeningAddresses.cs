namespace ZooKeeper.ServiceDiscovery.Registration;

/// <summary>Reads the addresses that a web server says it listens at, such as <c>http://[::]:5000</c>.</summary>
internal static class ListeningAddresses
{
    /// <summary>Returns the first ports, and the host of the first one, or null if the server listens at no port.</summary>
    public static ServerAddress? Read(IEnumerable<string> addresses)
    {
        // A plus or an asterisk means all addresses. A Unix socket has no port, and no other computer reaches it.
        var uris = addresses.Select(address => address.Replace("://+", "://[::]", StringComparison.Ordinal).Replace("://*", "://[::]", StringComparison.Ordinal))
            .Where(address => !address.Contains("://unix:", StringComparison.OrdinalIgnoreCase))
            .Select(address => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri : null)
            .OfType<Uri>()
            .Where(uri => uri.Port > 0 && uri.Scheme is ("http" or "https"))
            .ToArray();
        return uris.Length == 0 ? null : new ServerAddress(HostOf(uris[0]), PortOf(uris, Uri.UriSchemeHttp), PortOf(uris, Uri.UriSchemeHttps));
    }

    private static int? PortOf(IEnumerable<Uri> uris, string scheme) => uris.FirstOrDefault(uri => uri.Scheme == scheme)?.Port;

    private static string HostOf(Uri uri) => uri.DnsSafeHost is "::" or "0.0.0.0" ? LocalAddress.Find() : uri.DnsSafeHost;
}
