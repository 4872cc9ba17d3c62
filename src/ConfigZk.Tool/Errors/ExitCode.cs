namespace ConfigZk.Tool.Errors;

/// <summary>The exit codes of <c>configzk</c>. Scripts rely on them, so they never change.</summary>
internal enum ExitCode
{
    /// <summary>Done, or no difference.</summary>
    Done = 0,

    /// <summary>The answer is no: there is a difference, drift or an invalid value, or something does not exist.</summary>
    No = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>Something else changed first: the plan is stale, or an import is under way.</summary>
    Conflict = 3,

    /// <summary>An application rejected the change.</summary>
    Rejected = 4,

    /// <summary>The credentials do not permit it, or a znode that the answer depends on is not readable.</summary>
    NotPermitted = 5,

    /// <summary>No server could be used.</summary>
    NoServer = 6,

    /// <summary>It took longer than <c>--timeout</c>.</summary>
    TimedOut = 7,

    /// <summary>The connection was lost, and no server could say whether the change was made.</summary>
    Unknown = 8,

    /// <summary>A defect of <c>configzk</c>.</summary>
    Defect = 70,

    /// <summary>Interrupted by the user.</summary>
    Interrupted = 130,
}
