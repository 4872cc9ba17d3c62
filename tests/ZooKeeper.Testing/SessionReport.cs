using System.Globalization;
using System.Text.RegularExpressions;

namespace ZooKeeper.Testing;

/// <summary>Parses what the four-letter words <c>cons</c> and <c>dump</c> say about sessions.</summary>
internal static partial class SessionReport
{
    public static IReadOnlyDictionary<long, TimeSpan> Connected(string cons)
    {
        var sessions = new Dictionary<long, TimeSpan>();
        foreach (Match match in Connection().Matches(cons))
        {
            // A session that has just moved is listed with its old connection, too.
            sessions[long.Parse(match.Groups["id"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)] =
                TimeSpan.FromMilliseconds(int.Parse(match.Groups["timeout"].Value, CultureInfo.InvariantCulture));
        }

        return sessions;
    }

    public static bool Holds(string dump, long sessionId) => Regex.IsMatch(dump, $@"\b0x{sessionId:x}\b");

    [GeneratedRegex(@"sid=0x(?<id>[0-9a-f]+),.*?\bto=(?<timeout>\d+),")]
    private static partial Regex Connection();
}
