using System.Text.Json;

namespace ZooKeeper.ServiceDiscovery.Formats;

/// <summary>Where an instance takes requests.</summary>
internal static class DocumentEndpoints
{
    private const string DubboKey = "dubbo.endpoints";

    public static IReadOnlyList<(string Scheme, string Host, int Port)> Of(InstanceDocument instance)
    {
        if (instance.Address is not { Length: > 0 } written || Uri.CheckHostName(written) == UriHostNameType.Unknown)
        {
            return [];
        }

        var address = UriHost.Bare(written);
        if (instance.Metadata.TryGetValue(DubboKey, out var dubbo))
        {
            return [.. OfDubbo(dubbo, address)];
        }

        // Curator builds https addresses from the same port property, so an instance with TLS only has the same number as both ports.
        return (instance.Port, instance.SslPort) switch
        {
            (null, null) => [],
            (int port, null) => [("http", address, port)],
            (int port, int sslPort) when port != sslPort => [("https", address, sslPort), ("http", address, port)],
            (_, int sslPort) => [("https", address, sslPort)],
        };
    }

    // [{"port":20880,"protocol":"tri"}]
    private static List<(string Scheme, string Host, int Port)> OfDubbo(string json, string address)
    {
        var endpoints = new List<(string Scheme, string Host, int Port)>();
        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var endpoint in document.RootElement.EnumerateArray())
            {
                var (port, protocol) = (endpoint.GetProperty("port").GetInt32(), endpoint.GetProperty("protocol").GetString());
                if (port is > 0 and <= ushort.MaxValue && Uri.CheckSchemeName(protocol))
                {
                    endpoints.Add((protocol!, address, port));
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // The instance has no address that this library understands.
        }

        return endpoints;
    }
}
