namespace Configuration.ZooKeeper;

/// <summary>A state of ZooKeeper that was not taken over. It names paths, options and what the application says of them, never values.</summary>
public sealed record ZooKeeperRejectedReload
{
    private const int MostTold = 10;

    internal ZooKeeperRejectedReload()
    {
    }

    /// <summary>Why it was not taken.</summary>
    public required ZooKeeperRejectionCause Cause { get; init; }

    /// <summary>Why it was not taken, in one line.</summary>
    public required string Reason { get; init; }

    /// <summary>The transaction that it is the state after.</summary>
    public required long Zxid { get; init; }

    /// <summary>When the first state was held back for this reason.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The znodes by which it differs from the state in effect.</summary>
    public required IReadOnlyList<string> ChangedPaths { get; init; }

    /// <summary>The options that cannot be created from it, with the application's words; see <c>ValidateOnReload()</c>.</summary>
    public IReadOnlyList<ZooKeeperInvalidOptions> InvalidOptions { get; init; } = [];

    /// <summary>The reason, and the first ten of the znodes that changed.</summary>
    public override string ToString() =>
        $"{Reason} Changed znodes ({ChangedPaths.Count}): {string.Join(", ", ChangedPaths.Take(MostTold))}{(ChangedPaths.Count > MostTold ? ", …" : ".")}";
}
