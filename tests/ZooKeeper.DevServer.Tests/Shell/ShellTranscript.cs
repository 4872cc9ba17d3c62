using System.Globalization;
using System.Text.RegularExpressions;

namespace ZooKeeper.DevServer.Tests.Shell;

/// <summary>What a shell printed, without what has to differ between two servers: times, session ids, and where the zxids begin.</summary>
internal sealed partial class ShellTranscript
{
    private static readonly string[] Greetings = ["Connecting to ", "Welcome to ZooKeeper!", "JLine support is disabled", "WATCHER::"];

    private readonly List<string> _lines = [];
    private readonly List<string> _events = [];
    private long? _firstZxid;

    public ShellTranscript(string printed)
    {
        foreach (var line in printed.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Array.Exists(Greetings, line.StartsWith))
            {
                continue;
            }

            // Watches print on a thread of their own, so they can be anywhere.
            if (line.StartsWith("WatchedEvent ", StringComparison.Ordinal))
            {
                _events.Add(line);
            }
            else
            {
                _lines.Add(Zxid().Replace(Session().Replace(Time().Replace(line, "$1 = <time>"), "<session>"), Relative));
            }
        }

        // When the connection comes and goes is no matter of watches.
        _events.RemoveAll(line => line.Contains("type:None", StringComparison.Ordinal));
        _events.Sort(StringComparer.Ordinal);
    }

    public override string ToString() => string.Join('\n', [.. _lines, .. _events]);

    // The distance tells how many transactions there were in between.
    private string Relative(Match match)
    {
        var zxid = long.Parse(match.Groups["zxid"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return zxid == 0 ? match.Value : $"{match.Groups["field"].Value} = first{zxid - (_firstZxid ??= zxid):+0;-0;+0}";
    }

    // But not the time of what every server has from the beginning.
    [GeneratedRegex("^([cm]time) = (?!.* 1970$).*$")]
    private static partial Regex Time();

    [GeneratedRegex("0x[0-9a-f]{15,16}")]
    private static partial Regex Session();

    [GeneratedRegex("^(?<field>[cmp]Zxid) = 0x(?<zxid>[0-9a-f]+)$")]
    private static partial Regex Zxid();
}
