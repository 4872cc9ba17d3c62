using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions;

/// <summary>Provides options for a change in several transactions.</summary>
public sealed class ImportOptions
{
    /// <summary>
    /// Gets further paths, at or below the managed root, that applications map. The import creates the marker that rejects reloads in each of them.
    /// </summary>
    /// <remarks>An application sees the marker only directly below a path that it maps. The managed root always has one. The paths must exist.</remarks>
    public IList<string> MappedPaths { get; } = [];

    /// <summary>Gets or sets the receiver of a report for each transaction.</summary>
    public IProgress<ImportStatus>? Progress { get; set; }

    /// <summary>Gets or sets the maximum number of changes in a transaction.</summary>
    /// <value>The default, and the maximum, is 990.</value>
    public int MaxChanges { get; set; } = 990;

    internal void Validate(string root)
    {
        if (MaxChanges is < 1 or > 990)
        {
            throw new ArgumentException($"{nameof(MaxChanges)} is {MaxChanges}. It must be from 1 to 990.");
        }

        foreach (var path in MappedPaths)
        {
            if (!ZnodePath.IsAtOrBelow(ZnodePath.Parse(path).Value, root))
            {
                throw new ArgumentException($"{nameof(MappedPaths)} contains '{path}', which is not below '{root}'.");
            }
        }
    }
}
