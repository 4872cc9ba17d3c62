using System.CommandLine;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Goes back to the state as of a revision, in a new revision. The later revisions stay in the history.</summary>
internal sealed class RollbackCommand : ManagedRootCommand
{
    private readonly Option<int?> _to = new("--to") { CustomParser = result => ParsedValue.WholeNumber(result), Description = "The revision to restore. The default is the previous one.", HelpName = "revision" };
    private readonly Option<bool> _allowDeletingAll = new("--allow-deleting-all") { Description = "Allows a state without values." };
    private readonly ChangeOptions _change = new();

    public RollbackCommand(ToolShell shell)
        : base(shell, "rollback", "Restores the state as of a revision, in a new revision.", no: "there is no such revision, or the answer is no")
    {
        Add(_to);
        Add(_allowDeletingAll);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        await ManagedPath.EnsureAsync(root, cancellationToken);
        var plan = await root.PlanRollbackAsync(context.Get(_to), new PlanOptions { AllowDeletingAll = context.Get(_allowDeletingAll) }, cancellationToken);
        return await new PlanApplication(context, target, root, _change).RunAsync(plan, $"Roll back to revision {plan.Of}", cancellationToken);
    }
}
