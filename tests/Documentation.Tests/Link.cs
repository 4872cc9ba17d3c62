using System.Text.RegularExpressions;
using ZooKeeper.Testing;

namespace Documentation.Tests;

/// <summary>A link or an image in a document.</summary>
/// <param name="Document">The document it is in.</param>
/// <param name="Text">The address as it is written.</param>
internal sealed partial record Link(string Document, string Text)
{
    public bool IsOutside => Text.Contains("://", StringComparison.Ordinal);

    /// <summary>The path below the root of the repository.</summary>
    public string Target
    {
        get
        {
            var path = Text.Split('#')[0];
            var folder = Path.Combine(Repository.Root, Path.GetDirectoryName(Document)!);
            return path.Length == 0 ? Document : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(folder, path))).Replace('\\', '/');
        }
    }

    public string Anchor => Text.Contains('#', StringComparison.Ordinal) ? Text[(Text.IndexOf('#', StringComparison.Ordinal) + 1)..] : "";

    public static IEnumerable<Link> Of(string document) =>
        Written().Matches(Code().Replace(Repository.Read(document), "")).Select(match => new Link(document, match.Groups["target"].Value));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Written();

    // What is between backticks is no link.
    [GeneratedRegex(@"^```.*?^```$|`[^`\n]+`", RegexOptions.Singleline | RegexOptions.Multiline)]
    internal static partial Regex Code();
}
