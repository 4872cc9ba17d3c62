using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>What of a section is which option. Nothing in it is passed over: a misspelt name would leave a default in place that nobody expects.</summary>
internal static class OptionsBindingSection
{
    /// <param name="section">The section.</param>
    /// <param name="options">What is set.</param>
    /// <param name="known">What to do with each option that there is; null for one that only code can set.</param>
    /// <exception cref="ArgumentException">A key is no option, or a value is not what its option needs.</exception>
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

            // Null, as JSON has it, leaves the default.
            if (child.Value is not null || child.GetChildren().Any())
            {
                bind(options, child);
            }
        }
    }

    // Options may be in the section that has the switch.
    private static bool IsSwitch(IConfigurationSection section) => section.Path.Equals(EnabledSwitch.Key, StringComparison.OrdinalIgnoreCase);
}
