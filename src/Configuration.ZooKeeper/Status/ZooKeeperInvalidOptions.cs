using Configuration.ZooKeeper.Documents;

namespace Configuration.ZooKeeper;

/// <summary>
/// Describes options that caused a rejected reload, because they could not be created or are invalid. See <c>ValidateOnReload()</c>.
/// </summary>
/// <remarks>It contains the failure messages of the validation. It never contains the message of any other exception, which could quote a value.</remarks>
public sealed record ZooKeeperInvalidOptions
{
    internal ZooKeeperInvalidOptions()
    {
    }

    /// <summary>Gets the full name of the options type.</summary>
    public required string OptionsType { get; init; }

    /// <summary>Gets the name of the options, or an empty string for the default name.</summary>
    public required string OptionsName { get; init; }

    /// <summary>
    /// Gets the failures. There is at least one.
    /// </summary>
    /// <remarks>
    /// These are the failure messages of the validation. Failures of other options start with their type. If creating the options throws any other exception,
    /// for example because a value cannot be converted, the failure contains its type and, if known, the key:
    /// <c>System.InvalidOperationException: the options could not be created, the value of 'Shop:Limit' cannot be converted to System.Int32</c>.
    /// </remarks>
    public required IReadOnlyList<string> Failures { get; init; }

    /// <summary>Returns the options and their failures, in one line.</summary>
    public override string ToString() => PrintableText.Of($"{Describe(OptionsType, OptionsName)}: {string.Join("; ", Failures)}");

    internal static string Describe(string optionsType, string? optionsName) =>
        string.IsNullOrEmpty(optionsName) ? optionsType : $"{optionsType} '{optionsName}'";
}
