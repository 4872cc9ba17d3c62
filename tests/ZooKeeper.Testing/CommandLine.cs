using System.Text.RegularExpressions;

namespace ZooKeeper.Testing;

/// <summary>Splits a command line as documents show it.</summary>
public static partial class CommandLine
{
    /// <summary>Returns the words. Double quotation marks keep words together.</summary>
    public static string[] Split(string line) => [.. Word().Matches(line).Select(word => word.Value.Trim('"'))];

    [GeneratedRegex("\"[^\"]*\"|\\S+")]
    private static partial Regex Word();
}
