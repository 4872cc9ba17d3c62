namespace ConfigZk.Tool.Output;

/// <summary>The environment of a command: the console, the environment variables and the clock.</summary>
internal sealed record ToolShell(ToolConsole Console, Func<string, string?> Environment)
{
    /// <summary>The clock of the time limit.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The signals of the process, or null if somebody else handles them.</summary>
    public Interruption? Interruption { get; init; }

    /// <summary>Gets an environment variable, or null if it is missing or empty.</summary>
    public string? Variable(string name) => Environment(name) is { Length: > 0 } value ? value : null;
}
