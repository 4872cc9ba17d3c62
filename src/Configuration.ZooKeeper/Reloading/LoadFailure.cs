namespace Configuration.ZooKeeper.Reloading;

/// <summary>Why there is nothing to start with.</summary>
/// <param name="Kind">What decides how it goes on (docs/outages.md, "At the start").</param>
/// <param name="Reason">The cause and what to do, as it completes a sentence.</param>
/// <param name="Path">The znode that is the cause, if one is.</param>
/// <param name="Cause">The exception behind it.</param>
internal sealed record LoadFailure(LoadFailureKind Kind, string Reason, string? Path = null, Exception? Cause = null);

internal enum LoadFailureKind
{
    /// <summary>No server answered, or none was able to serve the source.</summary>
    Unreachable,

    /// <summary>None of the paths exists.</summary>
    Missing,

    /// <summary>The ensemble said no: a path may not be read, or the credentials are wrong.</summary>
    Refused,

    /// <summary>A value cannot become a key.</summary>
    Malformed,
}
