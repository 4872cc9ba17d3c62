using System.Buffers;
using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace ConfigZk.Tool.Output;

/// <summary>Patterns of the names of secrets. Names also occur inside values: in YAML, XML, properties, connection strings and URLs.</summary>
internal sealed partial class SecretPatterns(IReadOnlyList<string> patterns)
{
    private const string Separators = "-_. ";
    private const int LongestName = 256;
    private const int MostBeforeValue = 16;

    private static readonly SearchValues<char> Special = SearchValues.Create("*?<>\"\\");

    // Most patterns are *text*. A large tree has millions of names, so all these texts are searched for at once.
    private readonly SearchValues<string> _parts = SearchValues.Create([.. patterns.Where(IsPart).Select(pattern => pattern[1..^1])], StringComparison.OrdinalIgnoreCase);
    private readonly string[] _others = [.. patterns.Where(pattern => !IsPart(pattern))];

    /// <summary>Returns whether a name is that of a secret. <c>api-key</c> and <c>API_KEY</c> are the same name as <c>ApiKey</c>.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        if (MatchesAny(name))
        {
            return true;
        }

        if (name.IndexOfAny(Separators) < 0)
        {
            return false;
        }

        Span<char> joined = name.Length <= LongestName ? stackalloc char[name.Length] : new char[name.Length];
        var length = 0;
        foreach (var c in name)
        {
            if (!Separators.Contains(c))
            {
                joined[length++] = c;
            }
        }

        return MatchesAny(joined[..length]);
    }

    /// <summary>
    /// Returns whether a text contains a secret: a private key, a URL with a password, or the name of a secret with a value. Formats differ in what separates
    /// the two, so in several lines, in XML and in JSON, such as the records of a history, the name is enough.
    /// </summary>
    public bool Contains(string text)
    {
        if (text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) || UrlWithPassword().IsMatch(text))
        {
            return true;
        }

        var isDocument = text.AsSpan().TrimStart() is ['<' or '{' or '[', ..] || text.AsSpan().Trim().IndexOfAny('\n', '\r') >= 0;
        foreach (var name in Name().EnumerateMatches(text))
        {
            var (end, length) = (name.Index + name.Length, Math.Min(name.Length, LongestName));
            if ((isDocument || BeforeValue().IsMatch(text.AsSpan(end, Math.Min(MostBeforeValue, text.Length - end)))) && MatchesWithParts(text.AsSpan(end - length, length)))
            {
                return true;
            }
        }

        return false;
    }

    private bool MatchesWithParts(ReadOnlySpan<char> name)
    {
        if (Matches(name))
        {
            return true;
        }

        foreach (var part in name.Split('.'))
        {
            if (Matches(name[part]))
            {
                return true;
            }
        }

        return false;
    }

    private bool MatchesAny(ReadOnlySpan<char> name)
    {
        if (name.ContainsAny(_parts))
        {
            return true;
        }

        foreach (var pattern in _others)
        {
            if (FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPart(string pattern) => pattern is ['*', _, .., '*'] && !pattern.AsSpan(1, pattern.Length - 2).ContainsAny(Special);

    [GeneratedRegex(@"[\p{L}\p{N}_.\-]+")]
    private static partial Regex Name();

    [GeneratedRegex("""^[\s"'\])}\\]*(?:[:=]|%3[ADad])""")]
    private static partial Regex BeforeValue();

    [GeneratedRegex("""://[^\s/?#@:]*:[^\s/?#@]+@""")]
    private static partial Regex UrlWithPassword();
}
