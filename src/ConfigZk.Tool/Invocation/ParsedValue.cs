using System.CommandLine.Parsing;
using System.Globalization;

namespace ConfigZk.Tool.Invocation;

/// <summary>Parses values of options and arguments. The messages of the parser itself name types of .NET, which mean nothing to users.</summary>
internal static class ParsedValue
{
    public static int WholeNumber(ArgumentResult result)
    {
        var text = TextOf(result);
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var isTooLarge = text.Length > 0 && text.All(char.IsAsciiDigit);
        return Reject<int>(result, isTooLarge ? $"at most {int.MaxValue}" : "a whole number", text);
    }

    /// <summary>Parses one of the names of an enumeration. Case is ignored.</summary>
    public static T Choice<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var text = TextOf(result);
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal).ToArray();
        return names.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : Reject<T>(result, $"{string.Join(", ", names[..^1])} or {names[^1]}", text);
    }

    private static string TextOf(ArgumentResult result) => string.Concat(result.Tokens.Select(token => token.Value));

    private static T Reject<T>(ArgumentResult result, string expected, string text)
        where T : struct
    {
        var name = result.Parent is OptionResult { Option: var option } ? option.Name : result.Argument.Name;
        result.AddError($"{name} must be {expected}, not '{text}'.");
        return default;
    }
}
