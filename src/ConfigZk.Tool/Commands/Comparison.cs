using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;

namespace ConfigZk.Tool.Commands;

/// <summary>Ends commands that compare: nothing differs only if everything could be compared.</summary>
internal static class Comparison
{
    /// <summary>Names the znodes that were not compared, and returns the exit code.</summary>
    public static ExitCode End(CommandContext context, int changes, IEnumerable<string> unreadable)
    {
        var code = changes == 0 ? ExitCode.Done : ExitCode.No;
        foreach (var path in unreadable)
        {
            context.Results.Tell($"Warning: '{path}' is not readable. It and what is below it were not compared.");
            code = changes == 0 ? ExitCode.NotPermitted : code;
        }

        return code;
    }
}
