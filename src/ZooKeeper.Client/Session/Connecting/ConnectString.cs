using System.Globalization;
using System.Net;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>Represents a parsed connect string: <c>host[:port],host[:port][/chroot]</c>, with IPv6 addresses in brackets.</summary>
internal sealed record ConnectString(IReadOnlyList<ServerAddress> Servers, ZnodePath Chroot)
{
    private const int DefaultPort = 2181;

    /// <exception cref="FormatException">The text is not a valid connect string. The message says why.</exception>
    public static ConnectString Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var hosts = slash < 0 ? text : text[..slash];
        var servers = hosts.Split(',', StringSplitOptions.TrimEntries).Select(host => ParseServer(host, text)).ToArray();
        return new ConnectString(servers, slash < 0 ? ZnodePath.Root : ParseChroot(text[slash..].TrimEnd(), text));
    }

    private static ServerAddress ParseServer(string server, string text)
    {
        if (server.StartsWith('['))
        {
            var end = server.IndexOf(']', StringComparison.Ordinal);
            return end > 0 && IPAddress.TryParse(server[1..end], out _)
                ? new ServerAddress(server[1..end], ParsePort(server[(end + 1)..], server, text))
                : throw Invalid(text, $"'{server}' is not an IPv6 address in brackets");
        }

        var colon = server.IndexOf(':', StringComparison.Ordinal);
        var host = colon < 0 ? server : server[..colon];
        if (colon != server.LastIndexOf(':'))
        {
            throw Invalid(text, $"'{server}' has more than one colon. Put an IPv6 address in brackets, such as [::1]:2181");
        }

        if (host.Length == 0)
        {
            throw Invalid(text, "a server has no host name");
        }

        return Uri.CheckHostName(host) is UriHostNameType.Unknown
            ? throw Invalid(text, $"'{host}' is not a host name")
            : new ServerAddress(host, ParsePort(colon < 0 ? "" : server[colon..], server, text));
    }

    private static int ParsePort(string suffix, string server, string text)
    {
        if (suffix.Length == 0)
        {
            return DefaultPort;
        }

        return suffix[0] == ':'
            && int.TryParse(suffix.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= IPEndPoint.MaxPort
            ? port
            : throw Invalid(text, $"the port of '{server}' is not a number between 1 and {IPEndPoint.MaxPort}");
    }

    private static ZnodePath ParseChroot(string chroot, string text)
    {
        // Most likely a chroot for each server, which would become one strange path.
        if (chroot.Contains(',', StringComparison.Ordinal))
        {
            throw Invalid(text, $"the chroot '{chroot}' contains a comma. Specify the chroot once, after the last server");
        }

        try
        {
            return ZnodePath.Parse(chroot);
        }
        catch (ArgumentException e)
        {
            throw Invalid(text, $"its chroot is invalid. {e.Message}", e);
        }
    }

    private static FormatException Invalid(string text, string reason, Exception? cause = null) =>
        new($"The ZooKeeper connect string '{text}' is invalid: {reason}. Expected host[:port],host[:port][/chroot].", cause);
}
