using System.Text.RegularExpressions;

namespace ZooKeeper.Testing;

/// <summary>The version of a server, and what it decides.</summary>
/// <param name="Number">The number that the server tells.</param>
/// <param name="IsPatched">Whether the server hides the events of unreadable znodes, whatever its number: the package of Debian does.</param>
public sealed partial record ServerVersion(Version Number, bool IsPatched)
{
    /// <summary>Whether the server has the operation <c>whoAmI</c>.</summary>
    public bool HasWhoAmI => Number >= new Version(3, 7);

    /// <summary>Whether events carry the zxid of their transaction.</summary>
    public bool HasEventZxids => Number >= new Version(3, 9);

    /// <summary>Whether a creation in a multi has a Stat, and an unknown mode there is no argument of its own (ZOOKEEPER-4026).</summary>
    public bool HasCreate2InMulti => IsSince("3.8.1", "3.9.0") || Number is { Minor: 7, Build: >= 2 };

    /// <summary>Whether a watch keeps quiet about znodes that its session may not read (CVE-2024-23944).</summary>
    public bool HidesUnreadable => IsPatched || IsSince("3.8.4", "3.9.2");

    /// <summary>Whether the server has what came into 3.8 and 3.9 with these versions.</summary>
    public bool IsSince(string of38, string of39) => Number >= Version.Parse(Number.Minor >= 9 ? of39 : of38);

    /// <summary>Asks the Apache ZooKeeper at a port.</summary>
    public static async Task<ServerVersion> AskAsync(int port, CancellationToken cancellationToken = default) =>
        Parse(await FourLetterWord.AskAsync(port, "srvr", cancellationToken), Environment.GetEnvironmentVariable(ZooKeeperInstallation.ClassPathVariable) is null or "");

    /// <summary>Parses the answer to <c>srvr</c>.</summary>
    public static ServerVersion Parse(string answer, bool isPatched) => new(Version.Parse(Pattern().Match(answer).Groups["number"].Value), isPatched);

    [GeneratedRegex(@"version: (?<number>\d+\.\d+\.\d+)")]
    private static partial Regex Pattern();
}
