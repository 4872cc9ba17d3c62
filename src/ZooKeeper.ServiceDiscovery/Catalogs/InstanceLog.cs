using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ZooKeeper.ServiceDiscovery.Catalogs;

/// <summary>What the reading of instances logs.</summary>
internal static partial class InstanceLog
{
    /// <summary>Logs an instance that cannot be read. Its name is an encoded URL in Dubbo's layout: decoded, a line break in it could write a log line of its own.</summary>
    public static void Ignored(ILogger logger, string path, string reason) => LogIgnored(logger, string.Concat(path.Select(Printable)), reason);

    private static string Printable(char character) => CharUnicodeInfo.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        ? Uri.EscapeDataString(character.ToString())
        : character.ToString();

    [LoggerMessage(4030, LogLevel.Warning, "Ignored the instance {Path}: {Reason}")]
    private static partial void LogIgnored(ILogger logger, string path, string reason);
}
