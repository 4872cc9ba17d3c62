namespace ZooKeeper.ServiceDiscovery.Registration;

/// <summary>Parses the addresses that a web server listens on, such as <c>http://[::]:5000</c>.</summary>
internal static class ListeningAddresses
{
    /// <summary>Returns the first port of each scheme, and the host of the first address. Null if the server listens on no port.</summary>
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
