namespace ConfigZk.Tool.Output;

/// <summary>The environment of a command: the console and the environment variables.</summary>
internal sealed record ToolShell(ToolConsole Console, Func<string, string?> Environment)
{
    /// <summary>Gets an environment variable, or null if it is missing or empty.</summary>
    public string? Variable(string name) => Environment(name) is { Length: > 0 } value ? value : null;
}
