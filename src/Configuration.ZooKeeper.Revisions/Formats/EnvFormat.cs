using System.Text;
using System.Text.RegularExpressions;

namespace Configuration.ZooKeeper.Revisions.Formats;

/// <summary>Environment variables as in .env files. <c>__</c> in a name separates levels, as in the configuration of .NET.</summary>
internal static partial class EnvFormat
{
    private const string Separator = "__";

    public static DesiredState Read(ReadOnlyMemory<byte> content)
    {
        var state = new DesiredState();
        var number = 0;
        foreach (var line in Lines(FormatText.ContentOf(content)))
        {
            number++;
            var match = Line().Match(line);
            if (!match.Success)
            {
                throw new InvalidInputException($"variable {number} is not of the form NAME=value, or a quotation mark is missing.");
            }

            var value = match.Groups["double"] is { Success: true } quoted ? Unescape(quoted.Value)
                : match.Groups["single"] is { Success: true } single ? single.Value
                : match.Groups["plain"].Value.Trim();
            FormatText.Add(state, match.Groups["name"].Value.Replace(Separator, "/", StringComparison.Ordinal), new DesiredZnode(FormatText.BytesOf(value)));
        }

        return state;
    }

    public static byte[] Write(TreeState state)
    {
        var text = new StringBuilder();
        foreach (var (path, znode) in state.Znodes.OrderBy(znode => znode.Key, StringComparer.Ordinal))
        {
            if (znode.Data is not { } data)
            {
                if (path.Length > 0 && !state.HasChildren(path))
                {
                    throw FormatText.CannotContain(state, path, StateFormat.Env, "its data is null");
                }

                continue;
            }

            var name = path.Replace("/", Separator, StringComparison.Ordinal);
            if (!Name().IsMatch(name) || path.Split('/').Any(part => part.Contains(Separator, StringComparison.Ordinal) || part.StartsWith('_') || part.EndsWith('_')))
            {
                throw FormatText.CannotContain(state, path, StateFormat.Env, "its path is not the name of an environment variable");
            }

            var value = FormatText.TextOf(data) ?? throw FormatText.CannotContain(state, path, StateFormat.Env, "its data is not UTF-8 text");
            text.Append(name).Append("=\"").Append(Escape(value)).Append("\"\n");
        }

        return FormatText.BytesOf(text.ToString());
    }

    // A quoted value can have several lines.
    private static IEnumerable<string> Lines(string text)
    {
        var open = "";
        foreach (var line in text.Split('\n'))
        {
            var whole = open.Length == 0 ? line.TrimStart() : open + line;
            if (open.Length == 0 && (whole.Trim().Length == 0 || whole[0] == '#'))
            {
                continue;
            }

            if (Open().IsMatch(whole))
            {
                open = whole + "\n";
                continue;
            }

            open = "";
            yield return whole.TrimEnd('\r');
        }

        if (open.Length > 0)
        {
            yield return open;
        }
    }

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    private static string Unescape(string text) => Escaped().Replace(text, match => match.Groups[1].Value switch { "n" => "\n", "r" => "\r", "t" => "\t", var other => other });

    [GeneratedRegex("""^(?:export\s+)?(?<name>[A-Za-z_][A-Za-z0-9_]*)=(?:"(?<double>(?:[^"\\]|\\.)*)"\s*(?:#.*)?|'(?<single>[^']*)'\s*(?:#.*)?|(?<plain>[^"'].*?)?)$""", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex("""^(?:export\s+)?[A-Za-z_][A-Za-z0-9_]*=(?:"(?:[^"\\]|\\.)*|'[^']*)$""", RegexOptions.Singleline)]
    private static partial Regex Open();

    [GeneratedRegex("""^[A-Za-z_][A-Za-z0-9_]*$""")]
    private static partial Regex Name();

    [GeneratedRegex("""\\(.)""", RegexOptions.Singleline)]
    private static partial Regex Escaped();
}
