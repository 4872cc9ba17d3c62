using System.Buffers;
using System.Globalization;
using System.Net;
using ZooKeeper.Client.Transport;

namespace ZooKeeper.Client.Session;

/// <summary>Represents a parsed connect string: <c>host[:port],host[:port][/chroot]</c>, with IPv6 addresses in brackets.</summary>
internal sealed record ConnectString(IReadOnlyList<ServerAddress> Servers, ZnodePath Chroot)
{
    private const int DefaultPort = 2181;

    // In a chroot, these are more likely the start of options, or of another server.
    private static readonly SearchValues<char> NotInChroot = SearchValues.Create(",;?");

    /// <exception cref="FormatException">The text is not a valid connect string. The message does not quote it, because any part can be a secret.</exception>
    public static ConnectString Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var hosts = (slash < 0 ? text : text[..slash]).Split(',', StringSplitOptions.TrimEntries);
        var servers = hosts.Select((host, index) => ParseServer(host, hosts.Length == 1 ? "the server" : $"server {index + 1}")).ToArray();
        return new ConnectString(servers, slash < 0 ? ZnodePath.Root : ParseChroot(text[slash..].TrimEnd()));
    }

    /// <param name="server">The host, with an optional port.</param>
    /// <param name="name">The name of the server in messages.</param>
    private static ServerAddress ParseServer(string server, string name)
    {
        if (WhatDoesNotBelong(server) is { } reason)
        {
            throw Invalid($"{name} {reason}");
        }

        if (server.StartsWith('['))
        {
            var end = server.IndexOf(']', StringComparison.Ordinal);
            return end > 0 && IPAddress.TryParse(server[1..end], out _)
                ? new ServerAddress(server[1..end], ParsePort(server[(end + 1)..], name))
                : throw Invalid($"{name} is not an IPv6 address in brackets");
        }

        var colon = server.IndexOf(':', StringComparison.Ordinal);
        var host = colon < 0 ? server : server[..colon];
        if (colon != server.LastIndexOf(':'))
        {
            throw Invalid($"{name} has more than one colon. Put an IPv6 address in brackets, such as [::1]:2181");
        }

        if (host.Length == 0)
        {
            throw Invalid($"{name} has no host name");
        }

        return Uri.CheckHostName(host) is UriHostNameType.Unknown
            ? throw Invalid($"{name} is not a host name")
            : new ServerAddress(host, ParsePort(colon < 0 ? "" : server[colon..], name));
    }

    private static string? WhatDoesNotBelong(string server) => server switch
    {
        _ when server.Contains('@', StringComparison.Ordinal) =>
            "contains '@'. User and password do not belong in the connect string: use DigestIdentities or Sasl of the connection options",
        _ when server.Contains('=', StringComparison.Ordinal) =>
            "contains '='. Only hosts and ports belong in the connect string; separate servers by commas, and set everything else in the options",
        _ when server.Contains(';', StringComparison.Ordinal) => "contains ';'. Separate servers by commas",
        "http:" or "https:" or "zookeeper:" or "zk:" => "starts with a scheme. Start with the host",
        _ => null,
    };

    private static int ParsePort(string suffix, string name)
    {
        if (suffix.Length == 0)
        {
            return DefaultPort;
        }

        return suffix[0] == ':'
            && int.TryParse(suffix.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= IPEndPoint.MaxPort
            ? port
            : throw Invalid($"the port of {name} is not a number between 1 and {IPEndPoint.MaxPort}");
    }

    private static ZnodePath ParseChroot(string chroot)
    {
        if (chroot.AsSpan().IndexOfAny(NotInChroot) is >= 0 and var index)
        {
            throw Invalid($"its chroot contains '{chroot[index]}'. Specify the chroot once, after the last server, and nothing after it");
        }

        return ZnodePath.FindError(chroot) is { } error ? throw Invalid($"its chroot is not a znode path: {error}") : ZnodePath.Parse(chroot);
    }

    private static FormatException Invalid(string reason) =>
        new($"The ZooKeeper connect string is invalid: {reason}. Expected host[:port],host[:port][/chroot].");
}
