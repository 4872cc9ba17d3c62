using System.CommandLine;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Undoes one revision, and keeps the later ones.</summary>
internal sealed class RevertCommand : ManagedRootCommand
{
    private readonly Argument<int> _revision = new("revision") { CustomParser = ParsedValue.WholeNumber, Description = "The revision to undo." };
    private readonly Option<bool> _allowDeletingAll = new("--allow-deleting-all") { Description = "Allows a state without values." };
    private readonly ChangeOptions _change = new();

    public RevertCommand(ToolShell shell)
        : base(shell, "revert", "Undoes one revision and keeps the later ones.", no: "there is no such revision, or the answer is no")
    {
        Add(_revision);
        Add(_allowDeletingAll);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        await ManagedPath.EnsureAsync(root, cancellationToken);
        var plan = await root.PlanRevertAsync(context.Get(_revision), new PlanOptions { AllowDeletingAll = context.Get(_allowDeletingAll) }, cancellationToken);
        return await new PlanApplication(context, target, root, _change).RunAsync(plan, $"Revert revision {plan.Of}", cancellationToken);
    }
}
