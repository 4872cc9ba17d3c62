using System.Globalization;
using System.Text.RegularExpressions;

namespace ZooKeeper.Testing;

/// <summary>A server did not start. The message ends with the last lines of its log.</summary>
public sealed partial class ZooKeeperStartException : Exception
{
    internal ZooKeeperStartException(string message, string logTail, Exception? inner)
        : base($"{message}{Environment.NewLine}{logTail}", inner)
    {
        IsPortTaken = logTail.Contains("Address already in use", StringComparison.Ordinal);
        if (NewerSnapshot().Matches(logTail) is [.., var last])
        {
            EpochOfSnapshot = long.Parse(last.Groups["zxid"].Value, CultureInfo.InvariantCulture) >> 32;
        }
    }

    internal bool IsPortTaken { get; }

    /// <summary>The epoch of the snapshot, if it is newer than the server's own: the server was killed after it took the snapshot of a new leader.</summary>
    internal long? EpochOfSnapshot { get; }

    [GeneratedRegex(@"is older than the last zxid, (?<zxid>\d+)")]
    private static partial Regex NewerSnapshot();
}
