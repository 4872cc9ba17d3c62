using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

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
            throw ToolException.Usage(
                $"'{target.Path}' is not below a managed root.", "Delete znodes below one, or apply an empty file with --prune --allow-deleting-all to empty the root.");
        }

        var present = (await root.ReadAsync(cancellationToken)).Tree;
        if (present.Find(root.Scope) is null)
        {
            throw new ToolException(ExitCode.No, $"'{target.Path}' does not exist.");
        }

        // The whole root is planned, so that the znode itself is deleted, too.
        var whole = await context.OpenAsync(target with { Path = root.Path }, cancellationToken);
        var desired = new DesiredState();
        foreach (var (path, znode) in present.Znodes.Where(znode => znode.Key != root.Scope && !znode.Key.StartsWith(root.Scope + "/", StringComparison.Ordinal)))
        {
            desired.Set(path, znode.Data?.ToArray());
        }

        var plan = await whole.PlanAsync(desired, new PlanOptions { Prune = true, AllowDeletingAll = true }, cancellationToken);
        return await new PlanApplication(context, target, whole, _change).RunAsync(plan, $"Delete {target.Path}", cancellationToken);
    }
}
