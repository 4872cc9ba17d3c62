using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Configuration.ZooKeeper.Setup;

/// <summary>Parses option values that are written as text. Errors name the key and the expected format, and never quote the value.</summary>
internal static class OptionsBindingValue
{
    public static string Text(this IConfigurationSection section) => section.Single("a single value");

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

    /// <summary>Parses a time. A plain number is rejected: .NET reads it as days, and most people mean seconds.</summary>
    public static TimeSpan Time(this IConfigurationSection section)
    {
        const string Expected = "a time such as 00:00:15, which is 15 seconds";
        var text = section.Single(Expected);
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time)
            ? time
            : throw section.Invalid($"not {Expected}");
    }

    /// <summary>Parses the name of an enum member, or several names separated by commas if the enum has flags. Numbers are rejected.</summary>
    public static T Name<T>(this IConfigurationSection section, string expected)
        where T : struct, Enum
    {
        var names = section.Single(expected).Split(',', StringSplitOptions.TrimEntries);
        return (names.Length == 1 || typeof(T).IsDefined(typeof(FlagsAttribute), inherit: false))
            && Array.TrueForAll(names, name => Enum.GetNames<T>().Contains(name, StringComparer.OrdinalIgnoreCase))
            ? Enum.Parse<T>(string.Join(',', names), ignoreCase: true)
            : throw section.Invalid($"not {expected}");
    }

    /// <summary>Adds a single value, or the values of a list.</summary>
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

    /// <summary>Adds the elements of a list. An empty string is an empty list: the framework reads <c>[]</c> in JSON that way.</summary>
    public static void Elements<T>(this IConfigurationSection section, IList<T> elements, Func<IConfigurationSection, T> read)
    {
        if (section.Value is { Length: > 0 })
        {
            throw section.Invalid(section.GetChildren().Any() ? "set both as one value and as a list" : "not a list");
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
