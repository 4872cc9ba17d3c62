using System.Text.RegularExpressions;
using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Tests;

/// <summary>A test's sessions as the shared server sees them, told from all others by a session timeout that nobody else asks for.</summary>
internal sealed partial class OwnSessions
{
    private static int Last;

    public OwnSessions(TimeSpan? atLeast = null) =>
        Timeout = (atLeast ?? TimeSpan.FromSeconds(20)) + TimeSpan.FromMilliseconds(Interlocked.Increment(ref Last));

    public TimeSpan Timeout { get; }

    public void Mark(ZooKeeperClientOptions connection) => connection.SessionTimeout = Timeout;

    /// <summary>The ids of the sessions that are connected.</summary>
    public async Task<IReadOnlyList<string>> ConnectedAsync()
    {
        var connections = await SharedServer.FourLetterWordAsync("cons");
        return [.. SessionOfConnection().Matches(connections)
            .Where(match => match.Groups["timeout"].Value == $"{Timeout.TotalMilliseconds:F0}")
            .Select(match => match.Groups["id"].Value)];
    }

    /// <summary>Whether the server still holds a session, connected or not.</summary>
    public static async Task<bool> IsHeldAsync(string id) =>
        (await SharedServer.FourLetterWordAsync("dump")).Contains(id, StringComparison.Ordinal);

    [GeneratedRegex(@"sid=(?<id>0x[0-9a-f]+),.*?\bto=(?<timeout>\d+),")]
    private static partial Regex SessionOfConnection();
}
