using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Checks that a path has a history, for commands that would otherwise find nothing.</summary>
internal static class ManagedPath
{
    /// <exception cref="ToolException">The path has no history, or it is not readable.</exception>
    public static async Task EnsureAsync(ManagedRoot root, CancellationToken cancellationToken)
    {
        var present = await root.ReadAsync(cancellationToken);
        EnsureReadable(root, present);
        if (!present.IsManaged)
        {
            throw new ToolException(ExitCode.No, $"'{root.Path}' is not managed, so it has no history.", "The first apply begins it.");
        }
    }

    /// <summary>A path whose history is not readable looks as if it had none.</summary>
    /// <exception cref="ToolException">The history is not readable.</exception>
    public static void EnsureReadable(ManagedRoot root, PresentState present)
    {
        if (!present.IsHistoryReadable)
        {
            throw new ToolException(ExitCode.NotPermitted, $"The history of '{root.Path}' is not readable.", "It is for operators: use their credentials.");
        }
    }
}
