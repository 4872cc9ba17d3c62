using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Checks a path for commands that would report nothing about a mistyped one.</summary>
internal static class PresentPath
{
    /// <summary>Returns the paths of the znodes at or below a path that are not readable.</summary>
    /// <exception cref="ToolException">The path does not exist.</exception>
    public static async Task<IReadOnlyList<string>> UnreadableAsync(ManagedRoot root, Target target, CancellationToken cancellationToken)
    {
        var tree = (await root.ReadAsync(cancellationToken)).Tree.Below(root.Scope);
        return tree.Znodes.Count > 0 || tree.UnreadablePaths.Count > 0 ? tree.UnreadablePaths : throw new ToolException(ExitCode.No, $"'{target.Path}' does not exist.");
    }
}
