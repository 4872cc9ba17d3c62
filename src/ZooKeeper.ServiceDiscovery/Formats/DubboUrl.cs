using System.Net;
using System.Text.RegularExpressions;

namespace ZooKeeper.ServiceDiscovery.Formats;

/// <summary>
/// Reads the name of a Dubbo provider's znode: an encoded URL, such as <c>dubbo://10.0.0.7:20880/com.example.Orders?application=orders&amp;weight=100</c>.
/// </summary>
internal static partial class DubboUrl
{
    // Some programs encode a name again. Otherwise, its secrets would not be found.
    private const int MostEncodings = 4;

    /// <exception cref="FormatException">The name is not such a URL.</exception>
    public static ServiceInstance Parse(string service, string encoded)
    {
        var text = BareIPv6.Replace(WebUtility.UrlDecode(encoded), "$1[$2]");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url is not { Port: > 0, Host.Length: > 0 })
        {
            throw new FormatException("The name is not a URL with a host and a port.");
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

    /// <summary>Returns what a log may show of a name: neither its parameters, such as a token, nor its user.</summary>
    public static string WithoutSecrets(string encoded)
    {
        var text = encoded;
        for (var i = 0; i < MostEncodings; i++)
        {
            text = WebUtility.UrlDecode(text);
        }

        text = text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? text[..query] : text;
        return text[(text.LastIndexOf('@') + 1)..];
    }

    // Dubbo writes an IPv6 address without brackets, and takes what is behind the last colon as the port.
    [GeneratedRegex("^([^:/?]+://)([0-9a-f:.]*:[0-9a-f:.]*(?:%[^:/?]+)?)(?=:[0-9]+(?:[/?]|$))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BareIPv6 { get; }
}
