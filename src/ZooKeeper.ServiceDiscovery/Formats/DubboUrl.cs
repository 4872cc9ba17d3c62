namespace ZooKeeper.ServiceDiscovery.Formats;

/// <summary>
/// Reads the name of a Dubbo provider's znode: an encoded URL, such as <c>dubbo://10.0.0.7:20880/com.example.Orders?application=orders&amp;weight=100</c>.
/// </summary>
internal static class DubboUrl
{
    /// <returns>The instance, or null if the name is not such a URL.</returns>
    public static ServiceInstance? Parse(string service, string encoded)
    {
        if (!Uri.TryCreate(Uri.UnescapeDataString(encoded), UriKind.Absolute, out var url) || url is not { Port: > 0, Host.Length: > 0 })
        {
            return null;
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var separator = pair.IndexOf('=', StringComparison.Ordinal);
            metadata[Uri.UnescapeDataString(separator < 0 ? pair : pair[..separator])] = separator < 0 ? "" : Uri.UnescapeDataString(pair[(separator + 1)..]);
        }

        var document = new InstanceDocument(service, $"{url.Scheme}://{url.Authority}")
        {
            Address = UriHost.Of(url.DnsSafeHost),
            Port = url.Port,
            Metadata = metadata,
            RegistrationTime = long.TryParse(metadata.GetValueOrDefault("timestamp"), out var time) && time is > 0 and < 253402300800000 ? time : 0,
            Enabled = metadata.GetValueOrDefault("enabled") != "false" && metadata.GetValueOrDefault("disabled") != "true",
        };
        return new ServiceInstance(document, [new InstanceEndpoint(url.Scheme, url.DnsSafeHost, url.Port)]);
    }
}
