namespace Configuration.ZooKeeper;

/// <summary>
/// Options of the application that could not be created of a new state of ZooKeeper, which is held back for it; see <c>ValidateOnReload()</c>. It has the
/// application's words of a failed validation, and never the message of another exception, which could quote a value.
/// </summary>
public sealed record ZooKeeperInvalidOptions
{
    internal ZooKeeperInvalidOptions()
    {
    }

    /// <summary>The full name of the type of the options.</summary>
    public required string OptionsType { get; init; }

    /// <summary>The name of the options; empty for the default ones.</summary>
    public required string OptionsName { get; init; }

    /// <summary>
    /// What is wrong, at least one line: the failures of the validation as the application words them, those of other options with their type before them.
    /// Of any other exception it is the type: <c>System.InvalidOperationException: the options could not be created</c>, as when a value cannot be converted.
    /// </summary>
    public required IReadOnlyList<string> Failures { get; init; }

    /// <summary>One line: the options, and what is wrong.</summary>
    public override string ToString() => $"{Describe(OptionsType, OptionsName)}: {string.Join("; ", Failures)}";

    internal static string Describe(string optionsType, string? optionsName) =>
        string.IsNullOrEmpty(optionsName) ? optionsType : $"{optionsType} '{optionsName}'";
}
