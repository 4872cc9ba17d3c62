using System.CommandLine;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Finds the managed root of a single znode, and the znode's path below it.</summary>
internal static class RootOption
{
    public static Option<string?> Create() => new("--root") { Description = "The path to manage, if nothing above the znode is managed yet.", HelpName = "path" };

    public static async Task<(ManagedRoot Root, string Relative)> OpenAsync(
        CommandContext context, Target target, string? root, CancellationToken cancellationToken)
    {
        if (root is not null && !ZnodePath.IsAtOrBelow(target.Path, root))
        {
            throw ToolException.Usage($"'{target.Path}' is not below --root {root}.");
        }

        var opened = await context.OpenAsync(target with { Path = root ?? target.Path }, cancellationToken);
        if (root is null && opened.Path == target.Path)
        {
            await EnsureManagedAsync(opened, cancellationToken);
        }

        var full = opened.Scope.Length == 0 ? opened.Path : ZnodePath.Combine(opened.Path, opened.Scope);
        return (opened, target.Path == full ? "" : target.Path[(full.Length + 1)..]);
    }

    private static async Task EnsureManagedAsync(ManagedRoot root, CancellationToken cancellationToken)
    {
        var present = await root.ReadAsync(cancellationToken);
        ManagedPath.EnsureReadable(root, present);
        if (!present.IsManaged)
        {
            throw ToolException.Usage(
                $"Nothing above '{root.Path}' is managed yet, so it has no history to record the change in.",
                $"Name the path of the whole configuration once, such as --root {ZnodePath.ParentOf(root.Path) ?? "/config"}.");
        }
    }
}
