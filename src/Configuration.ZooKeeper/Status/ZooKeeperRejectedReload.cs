namespace Configuration.ZooKeeper;

/// <summary>Describes a rejected reload.</summary>
/// <remarks>It contains paths, options and the failure messages of the application, but never values.</remarks>
public sealed record ZooKeeperRejectedReload
{
    private const int MaxPathsShown = 10;

    internal ZooKeeperRejectedReload()
    {
    }

    /// <summary>Gets the cause of the rejection.</summary>
    public required ZooKeeperRejectionCause Cause { get; init; }

    /// <summary>Gets the reason for the rejection, in one line.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets the zxid of the rejected tree snapshot.</summary>
    public required long Zxid { get; init; }

    /// <summary>Gets the time of the first rejection for this reason.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Gets the znodes that differ from the configuration in effect.</summary>
    public required IReadOnlyList<string> ChangedPaths { get; init; }

    /// <summary>Gets the options that would become invalid. See <c>ValidateOnReload()</c>.</summary>
    public IReadOnlyList<ZooKeeperInvalidOptions> InvalidOptions { get; init; } = [];

    /// <summary>The changed znodes with the chroot.</summary>
    internal IEnumerable<string>? PathsInMessages { private get; init; }

    /// <summary>Returns the reason and the first ten changed znodes.</summary>
    public override string ToString() =>
        $"{Reason} Changed znodes ({ChangedPaths.Count}): "
        + $"{string.Join(", ", (PathsInMessages ?? ChangedPaths).Take(MaxPathsShown))}{(ChangedPaths.Count > MaxPathsShown ? ", …" : ".")}";
}
