using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Reads a path for commands that would report nothing about a mistyped one.</summary>
internal static class PresentPath
{
    /// <summary>Returns the znodes at and below the path.</summary>
    /// <exception cref="ToolException">The path does not exist.</exception>
    public static async Task<TreeState> ReadAsync(ManagedRoot root, Target target, CancellationToken cancellationToken)
    {
        var tree = (await root.ReadAsync(cancellationToken)).Tree.Below(root.Scope);
        return tree.Znodes.Count > 0 || tree.UnreadablePaths.Count > 0 ? tree : throw new ToolException(ExitCode.No, $"'{target.Path}' does not exist.");
    }
}
