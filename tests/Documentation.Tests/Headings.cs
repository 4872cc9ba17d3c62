using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>The headings of a document as links name them: in lower case, without punctuation, with hyphens for spaces.</summary>
internal static partial class Headings
{
    public static HashSet<string> Of(string document)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in Heading().Matches(Fence().Replace(Repository.Read(document), "")).Select(match => match.Groups["text"].Value))
        {
            var name = Punctuation().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');
            for (var i = 0; !found.Add(i == 0 ? name : $"{name}-{i}"); i++)
            {
                // The second of the same name has a number.
            }
        }

        return found;
    }

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();
}
