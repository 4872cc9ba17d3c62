using System.Globalization;
using System.Text;

namespace Configuration.ZooKeeper.Documents;

/// <summary>
/// Shows a text of another author, such as the name of a property, in one line. Otherwise, a name with a line break could write log lines of its own, and other
/// control characters could change what a terminal shows.
/// </summary>
internal static class PrintableText
{
    public static string Of(string text)
    {
        foreach (var c in text)
        {
            if (!IsPrintable(c))
            {
                return Escape(text);
            }
        }

        return text;
    }

    private static bool IsPrintable(char c) => c is >= ' ' and <= '~' || CharUnicodeInfo.GetUnicodeCategory(c)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                _ when !IsPrintable(c) => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }
}
