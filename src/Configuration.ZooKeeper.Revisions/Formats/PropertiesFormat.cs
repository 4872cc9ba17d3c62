using System.Globalization;
using System.Text;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>Java properties in UTF-8. The name is the path of the znode, with <c>/</c>.</summary>
internal static class PropertiesFormat
{
    private const string Escaped = "tnrf";
    private const string Meaning = "\t\n\r\f";

    public static DesiredState Read(ReadOnlyMemory<byte> content)
    {
        var state = new DesiredState();
        foreach (var line in LogicalLines(FormatText.ContentOf(content)))
        {
            var (name, value) = Split(line);
            FormatText.Add(state, name, new DesiredZnode(FormatText.BytesOf(value)));
        }

        return state;
    }

    public static byte[] Write(TreeState state)
    {
        var text = new StringBuilder();
        foreach (var (path, znode) in state.Znodes.OrderBy(znode => znode.Key, StringComparer.Ordinal))
        {
            if (znode.Data is { } data)
            {
                var value = FormatText.TextOf(data) ?? throw FormatText.CannotContain(state, path, StateFormat.Properties, "its data is not UTF-8 text");
                Append(text, path, isName: true);
                text.Append('=');
                Append(text, value, isName: false);
                text.Append('\n');
            }
            else if (!state.HasChildren(path) && path.Length > 0)
            {
                throw FormatText.CannotContain(state, path, StateFormat.Properties, "its data is null");
            }
        }

        return FormatText.BytesOf(text.ToString());
    }

    // A line that ends with an odd number of backslashes continues.
    private static IEnumerable<string> LogicalLines(string text)
    {
        StringBuilder? continued = null;
        foreach (var line in text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None))
        {
            var trimmed = line.TrimStart(' ', '\t', '\f');
            if (continued is null && (trimmed.Length == 0 || trimmed[0] is '#' or '!'))
            {
                continue;
            }

            var backslashes = trimmed.Length - trimmed.TrimEnd('\\').Length;
            if (backslashes % 2 == 1)
            {
                (continued ??= new StringBuilder()).Append(trimmed.AsSpan(0, trimmed.Length - 1));
                continue;
            }

            yield return continued is null ? trimmed : continued.Append(trimmed).ToString();
            continued = null;
        }

        if (continued is not null)
        {
            yield return continued.ToString();
        }
    }

    private static (string Name, string Value) Split(string line)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ('=' or ':' or ' ' or '\t' or '\f'))
        {
            end += line[end] == '\\' ? 2 : 1;
        }

        end = Math.Min(end, line.Length);
        var rest = line[end..].TrimStart(' ', '\t', '\f');
        if (rest.Length > 0 && rest[0] is '=' or ':')
        {
            rest = rest[1..].TrimStart(' ', '\t', '\f');
        }

        return (Unescape(line[..end]), Unescape(rest));
    }

    private static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || ++i == text.Length)
            {
                result.Append(i < text.Length ? text[i] : '\\');
            }
            else if (text[i] == 'u')
            {
                if (i + 4 >= text.Length || !ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                {
                    throw new InvalidInputException("it has an incomplete escape \\u.");
                }

                result.Append((char)code);
                i += 4;
            }
            else
            {
                result.Append(Escaped.IndexOf(text[i], StringComparison.Ordinal) is >= 0 and var index ? Meaning[index] : text[i]);
            }
        }

        return result.ToString();
    }

    private static void Append(StringBuilder result, string text, bool isName)
    {
        foreach (var (index, character) in text.Index())
        {
            if (Meaning.IndexOf(character, StringComparison.Ordinal) is >= 0 and var escape)
            {
                result.Append('\\').Append(Escaped[escape]);
            }
            else if (char.IsControl(character) || character == '\uFEFF')
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
            }
            else if (character == '\\' || (character == ' ' && (isName || index == 0)) || (isName && character is '=' or ':') || (isName && index == 0 && character is '#' or '!'))
            {
                result.Append('\\').Append(character);
            }
            else
            {
                result.Append(character);
            }
        }
    }
}
