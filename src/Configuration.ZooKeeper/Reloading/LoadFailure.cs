namespace Configuration.ZooKeeper.Reloading;

/// <summary>Describes why the first load failed.</summary>
/// <param name="Kind">The kind of failure. It decides how the start continues (docs/outages.md, "At the start").</param>
/// <param name="Reason">The cause and the remedy, as the end of a sentence.</param>
/// <param name="Path">The znode that causes the failure, or null.</param>
/// <param name="Cause">The exception behind it.</param>
internal sealed record LoadFailure(LoadFailureKind Kind, string Reason, string? Path = null, Exception? Cause = null)
{
    /// <summary>Gets the cause that the status reports if this failure rejects a tree snapshot.</summary>
    public ZooKeeperRejectionCause RejectionCause => Kind switch
    {
        LoadFailureKind.Malformed => ZooKeeperRejectionCause.Malformed,
        LoadFailureKind.Refused => ZooKeeperRejectionCause.Unreadable,
        LoadFailureKind.ImportUnderWay => ZooKeeperRejectionCause.ImportUnderWay,
        LoadFailureKind.NotManaged => ZooKeeperRejectionCause.NotManaged,
        _ => ZooKeeperRejectionCause.Missing,
    };

    /// <summary>Returns this failure with a reason that ends a sentence about the start. The start has already waited for an import.</summary>
    public LoadFailure AtTheStart() => this with
    {
        Reason = $"{char.ToLowerInvariant(Reason[0])}{Reason[1..].TrimEnd('.')}{(Kind == LoadFailureKind.ImportUnderWay ? ", and did not end in time" : "")}",
    };
}

internal enum LoadFailureKind
{
    /// <summary>No server answered, or none could serve the source.</summary>
    Unreachable,

    /// <summary>None of the paths exists.</summary>
    Missing,

    /// <summary>A path is unreadable, or the credentials are wrong.</summary>
    Refused,

    /// <summary>The data of a znode cannot become keys.</summary>
    Malformed,

    /// <summary>A tool is changing the configuration in several transactions.</summary>
    ImportUnderWay,

    /// <summary>A path has no history, and the source requires one.</summary>
    NotManaged,
}
