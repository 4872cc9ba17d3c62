using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>Parses option values from text. An error names the key and the expected form, and never quotes the value.</summary>
internal static class OptionsBindingValue
{
    public static string Text(this IConfigurationSection section) => section.Single("a text");

    public static bool Flag(this IConfigurationSection section)
    {
        const string Expected = "true or false";
        return bool.TryParse(section.Single(Expected), out var flag) ? flag : throw section.Invalid($"not {Expected}");
    }

    public static int Number(this IConfigurationSection section)
    {
        const string Expected = "a whole number such as 1048576";
        return int.TryParse(section.Single(Expected), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw section.Invalid($"not {Expected}");
    }

    /// <summary>Parses a time. Rejects a plain number, which .NET reads as days and most people read as seconds.</summary>
    public static TimeSpan Time(this IConfigurationSection section)
    {
        const string Expected = "a time such as 00:00:15, which is 15 seconds";
        var text = section.Single(Expected);
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw section.Invalid($"not {Expected}");
    }

    /// <summary>Parses an enumeration name, or several names separated by commas if it has flags. Rejects numbers.</summary>
    public static T Name<T>(this IConfigurationSection section, string expected)
        where T : struct, Enum
    {
        var names = section.Single(expected).Split(',', StringSplitOptions.TrimEntries);
        return (names.Length == 1 || typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false))
            && Array.TrueForAll(names, name => Enum.GetNames<T>().Contains(name, StringComparer.OrdinalIgnoreCase))
            ? Enum.Parse<T>(string.Join(',', names), ignoreCase: true)
            : throw section.Invalid($"not {expected}");
    }

    /// <summary>Adds a single text, or the texts of a list.</summary>
    public static void TextOrTexts(this IConfigurationSection section, IList<string> texts)
    {
        if (section.GetChildren().Any())
        {
            section.Elements(texts, Text);
        }
        else if (section.Value is { Length: > 0 } text)
        {
            texts.Add(text);
        }
    }

    /// <summary>Adds the elements of a list. The empty string is an empty list, as the framework reads JSON.</summary>
    public static void Elements<T>(this IConfigurationSection section, IList<T> elements, Func<IConfigurationSection, T> read)
    {
        if (section.Value is { Length: > 0 })
        {
            throw section.Invalid(section.GetChildren().Any() ? "given both as one value and as a list" : "not a list");
        }

        foreach (var element in section.GetChildren())
        {
            elements.Add(read(element));
        }
    }

    public static ArgumentException Invalid(this IConfigurationSection section, string reason) => new($"'{section.Path}' in the configuration is {reason}.");

    private static string Single(this IConfigurationSection section, string expected) =>
        section.Value is { } value && !section.GetChildren().Any() ? value : throw section.Invalid($"not {expected}");
}
