using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>Maps configuration keys to options. Unknown keys are errors, because a misspelled name would silently leave the default in place.</summary>
internal static class OptionsBindingSection
{
    /// <param name="section">The section.</param>
    /// <param name="options">The options to set.</param>
    /// <param name="known">The setter of each option; null for an option that only code can set.</param>
    /// <exception cref="ArgumentException">A key is not an option, or a value is invalid.</exception>
    public static void Options<T>(this IConfiguration section, T options, Dictionary<string, Action<T, IConfigurationSection>?> known)
    {
        var children = section.GetChildren().ToArray();
        if (section is IConfigurationSection { Value.Length: > 0 } value && children.Length == 0)
        {
            throw value.Invalid("not a section with options");
        }

        foreach (var child in children.Where(child => !IsSwitch(child)))
        {
            if (!known.TryGetValue(child.Key, out var bind))
            {
                throw child.Invalid($"not an option. There are: {string.Join(", ", known.Where(option => option.Value is not null).Select(option => option.Key))}");
            }

            if (bind is null)
            {
                throw child.Invalid("an option that can be set in code only");
            }

            // A JSON null keeps the default.
            if (child.Value is not null || child.GetChildren().Any())
            {
                bind(options, child);
            }
        }
    }

    // The section with the switch can also contain options.
    private static bool IsSwitch(IConfigurationSection section) => section.Path.Equals(EnabledSwitch.Key, StringComparison.OrdinalIgnoreCase);
}
