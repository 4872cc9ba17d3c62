namespace ConfigZk.Tool.Errors;

/// <summary>Ends a command with an exit code and a message.</summary>
internal sealed class ToolException(ExitCode exitCode, string message, string? hint = null) : Exception(message)
{
    public ExitCode ExitCode { get; } = exitCode;

    /// <summary>What the user can do, or null.</summary>
    public string? Hint { get; } = hint;

    public static ToolException Usage(string message, string? hint = null) => new(ExitCode.Usage, message, hint);
}
