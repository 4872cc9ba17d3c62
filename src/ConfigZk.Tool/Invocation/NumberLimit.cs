using System.CommandLine.Parsing;
using System.Globalization;

namespace ConfigZk.Tool.Invocation;

/// <summary>Rejects numbers that an option cannot have. <see cref="ParsedValue"/> rejects what is not a number.</summary>
internal static class NumberLimit
{
    public static Action<OptionResult> AtLeast(int least) => result => Check(result, number => number >= least, $"at least {least}");

    public static Action<OptionResult> Between(int least, int most) => result => Check(result, number => number >= least && number <= most, $"between {least} and {most}");

    private static void Check(OptionResult result, Func<int, bool> isValid, string range)
    {
        if (result.Tokens is [{ Value: var text }] && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && !isValid(number))
        {
            result.AddError($"{result.Option.Name} must be {range}.");
        }
    }
}
