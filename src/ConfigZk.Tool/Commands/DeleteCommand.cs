using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Deletes a znode and everything below it in a revision of its own.</summary>
internal sealed class DeleteCommand : ManagedRootCommand
{
    private readonly ChangeOptions _change = new();

    public DeleteCommand(ToolShell shell)
        : base(shell, "delete", "Deletes a znode and everything below it. Rollback brings it back.", no: "it does not exist, or the answer is no")
    {
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        if (root.Scope.Length == 0)
        {
            ManagedPath.EnsureReadable(root, await root.ReadAsync(cancellationToken));
            throw ToolException.Usage(
                $"'{target.Path}' is not below a managed root.", "Delete znodes below one, or apply an empty file with --prune --allow-deleting-all to empty the root.");
        }

        // The whole root is planned, so that the znode itself is deleted, too. What others write elsewhere is not part of the plan.
        var whole = await context.OpenAsync(target with { Path = root.Path }, cancellationToken);
        var tree = (await whole.ReadAsync(cancellationToken)).Tree.Below(root.Scope);
        if (tree.Find("") is null && tree.UnreadablePaths.Count == 0)
        {
            throw new ToolException(ExitCode.No, $"'{target.Path}' does not exist.");
        }

        var all = await whole.PlanAsync(new DesiredState(), new PlanOptions { Prune = true, AllowDeletingAll = true }, cancellationToken);
        var plan = all with { Changes = [.. all.Changes.Where(change => ZnodePath.IsAtOrBelow($"/{change.Path}", $"/{root.Scope}"))] };
        return await new PlanApplication(context, target, whole, _change).RunAsync(plan, $"Delete {target.Path}", cancellationToken);
    }
}
