using System.Globalization;
using System.Net;

namespace ZooKeeper.DevServer.Access;

/// <summary>Implements the ip scheme: an address, or the first bits of one.</summary>
internal static class IpScheme
{
    public const string Name = "ip";

    public static Identity Identify(IPAddress address) =>
        new(Name, (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());

    public static bool IsValid(string id) => TryParse(id, out _, out _);

    public static bool Matches(string expression, string id)
    {
        if (!TryParse(expression, out var range, out var bits) || !IPAddress.TryParse(id, out var address) || address.AddressFamily != range.AddressFamily)
        {
            return false;
        }

        var (one, other) = (range.GetAddressBytes(), address.GetAddressBytes());
        for (var bit = 0; bit < bits; bit++)
        {
            var mask = 0x80 >> (bit % 8);
            if (((one[bit / 8] ^ other[bit / 8]) & mask) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryParse(string expression, out IPAddress address, out int bits)
    {
        var parts = expression.Split('/', 2);
        bits = 0;
        address = IPAddress.None;
        if (!IsWritten(parts[0]) || !IPAddress.TryParse(parts[0], out var parsed))
        {
            return false;
        }

        address = parsed;
        var all = address.GetAddressBytes().Length * 8;
        bits = all;
        return parts.Length == 1 || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= all);
    }

    // .NET also parses "1" and "1.2" as addresses.
    private static bool IsWritten(string address) => address.Contains(':', StringComparison.Ordinal) || address.Count(c => c == '.') == 3;
}
