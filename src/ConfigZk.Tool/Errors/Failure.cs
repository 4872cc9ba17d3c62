using System.Net.Sockets;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Errors;

/// <summary>Describes an exception to the user.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Code">The code of the error, for scripts.</param>
/// <param name="Message">What failed, and why.</param>
/// <param name="Path">The znode, or null.</param>
/// <param name="Hint">What to do, or null.</param>
internal sealed record Failure(ExitCode ExitCode, string Code, string Message, string? Path = null, string? Hint = null)
{
    /// <summary>Returns the failure of an expected exception, or null if it is a defect.</summary>
    public static Failure? Of(Exception exception) => Describe(exception) is { } failure ? failure with { Message = ToolWords.Of(failure.Message) } : null;

    private static Failure? Describe(Exception exception) => exception switch
    {
        ToolException e => new(e.ExitCode, e.ExitCode.ToString(), e.Message, Hint: e.Hint),
        RevisionConflictException e => new(ExitCode.Conflict, e.Reason.ToString(), e.Message, e.Paths.Count > 0 ? e.Paths[0] : null),
        OutcomeUnknownException e => new(ExitCode.Unknown, "OutcomeUnknown", e.Message, Hint: "Run the same command with the same plan file again: it finds out."),
        NotAppliedException { IsTransient: true } e => new(ExitCode.NoServer, "NotApplied", e.Message, Hint: "Nothing was changed. Run the command again."),
        NotAppliedException e => new(ExitCode.No, "NotApplied", e.Message),
        ChangeTooLargeException e => new(ExitCode.No, "TooLarge", e.Message, Hint: "Use configzk import, which writes in several transactions that applications see as one."),
        AccessChangeException e => new(
            (e.InnerException is { } cause ? Of(cause) : null)?.ExitCode ?? ExitCode.No, e.Revision is null ? "NotRecorded" : "Incomplete", e.Message, Hint: "See the lists with configzk acl get."),
        UnreadableException e => new(ExitCode.NotPermitted, "Unreadable", e.Message, e.Path),
        InvalidInputException e => new(ExitCode.No, "InvalidInput", e.Message),
        RevisionException e => new(ExitCode.No, "Rejected", e.Message),
        NoAuthException e => new(ExitCode.NotPermitted, "NoAuth", e.Message, e.Path),
        AuthFailedException e => new(ExitCode.NotPermitted, "AuthFailed", e.Message),
        NoNodeException e => new(ExitCode.No, "NoNode", e.Message, e.Path),
        SessionExpiredException e => new(ExitCode.NoServer, "SessionExpired", e.Message, e.Path),
        ConnectionLossException e => new(ExitCode.NoServer, "ConnectionLoss", e.Message, Hint: "Check --connect, the network and the servers: configzk doctor."),
        ZooKeeperException e => new(ExitCode.No, e.ErrorCode.ToString(), e.Message, e.Path),
        TimeoutException e => new(ExitCode.TimedOut, "TimedOut", e.Message),
        SocketException e => new(ExitCode.NoServer, "Socket", e.Message),
        ArgumentException e => new(ExitCode.Usage, "Usage", Sentence(e)),
        FormatException e => new(ExitCode.Usage, "Usage", e.Message),
        IOException or UnauthorizedAccessException => new(ExitCode.No, "File", exception.Message),
        _ => null,
    };

    // The name of a parameter means nothing on a command line.
    private static string Sentence(ArgumentException e) => e.Message.Replace($" (Parameter '{e.ParamName}')", "", StringComparison.Ordinal);
}
