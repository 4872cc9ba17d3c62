using System.Text;

namespace ZooKeeper.Client.Sasl;

/// <summary>Parses and writes the form of all DIGEST-MD5 messages: <c>name=value,name="value"</c> (RFC 2831, section 7.1).</summary>
internal sealed class DigestDirectives
{
    private readonly List<KeyValuePair<string, string>> _directives = [];

    private DigestDirectives()
    {
    }

    /// <exception cref="SaslException">
    /// The text does not have this form. The exception does not quote the text, which can be a secret of the server.
    /// </exception>
    public static DigestDirectives Parse(string text)
    {
        var directives = new DigestDirectives();
        for (var position = 0; position < text.Length;)
        {
            if (text[position] is ',' or ' ' or '\t' or '\r' or '\n')
            {
                position++;
                continue;
            }

            var name = TakeUntil(text, ref position, '=').Trim();
            if (name.Length == 0 || position == text.Length)
            {
                throw Malformed(position);
            }

            position++;
            var value = position < text.Length && text[position] == '"' ? Quoted(text, ref position) : TakeUntil(text, ref position, ',').Trim();
            directives._directives.Add(KeyValuePair.Create(name, value));
            if (TakeUntil(text, ref position, ',').Trim().Length > 0)
            {
                throw Malformed(position);
            }
        }

        return directives;
    }

    public static string Quote(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public IReadOnlyList<string> All(string name) =>
        [.. _directives.Where(directive => directive.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(directive => directive.Value)];

    /// <exception cref="SaslException">The directive occurs more than once, which RFC 2831 defines as an error.</exception>
    public string? SingleOrNone(string name) => All(name) switch
    {
        [] => null,
        [var value] => value,
        _ => throw new SaslException($"its DIGEST-MD5 message has more than one '{name}'"),
    };

    private static string TakeUntil(string text, ref int position, char end)
    {
        var start = position;
        var found = text.IndexOf(end, start);
        position = found < 0 ? text.Length : found;
        return text[start..position];
    }

    private static string Quoted(string text, ref int position)
    {
        var value = new StringBuilder();
        for (position++; position < text.Length; position++)
        {
            switch (text[position])
            {
                case '"':
                    position++;
                    return value.ToString();
                case '\\' when position + 1 < text.Length:
                    value.Append(text[++position]);
                    break;
                case var character:
                    value.Append(character);
                    break;
            }
        }

        throw Malformed(position);
    }

    private static SaslException Malformed(int position) => new($"its DIGEST-MD5 message is malformed (at byte {position})");
}
