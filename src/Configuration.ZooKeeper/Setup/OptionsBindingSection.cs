using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>Maps the keys of a section to options. An unknown key is an error: a misspelled name would silently leave a default in place.</summary>
internal static class OptionsBindingSection
{
    /// <param name="section">The section.</param>
    /// <param name="options">The object to set options on.</param>
    /// <param name="known">The setter of each option. Null for an option that can only be set in code.</param>
    /// <exception cref="ArgumentException">A key is not an option, or a value is invalid for its option.</exception>
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
                var names = known.Where(option => option.Value is not null).Select(option => option.Key);
                throw child.Invalid($"not an option. The options are: {string.Join(", ", names)}");
            }

            if (bind is null)
            {
                throw child.Invalid("an option that can only be set in code");
            }

            // A null in JSON leaves the default.
            if (child.Value is not null || child.GetChildren().Any())
            {
                bind(options, child);
            }
        }
    }

    // The options can be in the same section as the switch.
    private static bool IsSwitch(IConfigurationSection section) => section.Path.Equals(EnabledSwitch.Key, StringComparison.OrdinalIgnoreCase);
}
