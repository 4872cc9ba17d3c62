using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Finds managed roots that overlap, including those of tools that connect with a chroot, which have their own control path inside it.</summary>
internal sealed class RootSurvey(ZooKeeperClient client, string controlPath)
{
    /// <summary>Reads the managed roots of this connection, and those of possible chroots at or above these roots and a path.</summary>
    public async Task<SurveyedRoots> RunAsync(string path, CancellationToken cancellationToken)
    {
        var (own, isReadable) = await ListAsync("", cancellationToken);
        var found = own.ToList();
        foreach (var chroot in own.Select(root => root.Path).Append(path).SelectMany(AtOrAbove).Distinct(StringComparer.Ordinal))
        {
            found.AddRange((await ListAsync(chroot, cancellationToken)).Roots);
        }

        var overlaps = from root in found
                       from other in found
                       where root != other && ZnodePath.IsAtOrBelow(root.Path, other.Path) && (root.Path != other.Path || string.CompareOrdinal(root.Control, other.Control) < 0)
                       select $"{root.Path} (history below {root.Control}) is at or below {other.Path} (history below {other.Control}). Keep one of them.";
        return new SurveyedRoots(found, [.. overlaps], isReadable);
    }

    private async Task<(IReadOnlyList<SurveyedRoot> Roots, bool IsReadable)> ListAsync(string chroot, CancellationToken cancellationToken)
    {
        try
        {
            var roots = await ManagedRoot.ListAsync(client, chroot + controlPath, cancellationToken);
            return ([.. roots.Select(root => new SurveyedRoot(chroot + root, chroot + controlPath))], true);
        }
        catch (NoAuthException)
        {
            return ([], false);
        }
    }

    private static IEnumerable<string> AtOrAbove(string path)
    {
        for (var above = path; above is { Length: > 1 }; above = ZnodePath.ParentOf(above))
        {
            yield return above;
        }
    }
}

/// <summary>A managed root, by its path without a chroot.</summary>
internal sealed record SurveyedRoot(string Path, string Control);

internal sealed record SurveyedRoots(IReadOnlyList<SurveyedRoot> All, IReadOnlyList<string> Overlaps, bool IsReadable);
