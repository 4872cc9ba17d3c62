using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;

namespace ConfigZk.Tool.Commands;

/// <summary>Names the znodes that a command had to leave out, so that nobody takes them for compared, checked or missing.</summary>
internal static class UnreadableZnodes
{
    public static JsonArray ToJson(IEnumerable<string> paths) => [.. paths.Select(path => (JsonNode)path)];

    /// <summary>Warns of each znode.</summary>
    /// <param name="context">The command.</param>
    /// <param name="paths">The paths of the znodes.</param>
    /// <param name="what">What the command does, such as <c>compared</c>.</param>
    public static void Tell(CommandContext context, IEnumerable<string> paths, string what)
    {
        foreach (var path in paths)
        {
            context.Results.Tell($"Warning: '{path}' is not readable. It and what is below it were not {what}.");
        }
    }

    /// <summary>Ends a command that compares or checks: nothing is found only if everything could be read.</summary>
    public static ExitCode End(CommandContext context, int found, IReadOnlyCollection<string> paths, string what = "compared")
    {
        Tell(context, paths, what);
        return found > 0 ? ExitCode.No : paths.Count > 0 ? ExitCode.NotPermitted : ExitCode.Done;
    }
}
