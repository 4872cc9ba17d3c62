using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;

namespace ConfigZk.Tool.Commands;

/// <summary>Ends commands that compare or check: nothing is found only if everything could be read.</summary>
internal static class Comparison
{
    /// <summary>Names the znodes that were left out, and returns the exit code.</summary>
    public static ExitCode End(CommandContext context, int found, IEnumerable<string> unreadable, string what = "compared")
    {
        var code = found == 0 ? ExitCode.Done : ExitCode.No;
        foreach (var path in unreadable)
        {
            context.Results.Tell($"Warning: '{path}' is not readable. It and what is below it were not {what}.");
            code = found == 0 ? ExitCode.NotPermitted : code;
        }

        return code;
    }
}
