using System.CommandLine;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Commands;

/// <summary>Goes back to the state as of a revision, in a new revision. Nothing of the history is lost.</summary>
internal sealed class RollbackCommand : ToolCommand
{
    private readonly Argument<string> _path = PathArgument.Create();
    private readonly Option<int?> _to = new("--to") { Description = "The revision whose state is wanted. The default is one step back.", HelpName = "revision" };
    private readonly ChangeOptions _change = new();

    public RollbackCommand(ToolShell shell)
        : base(shell, "rollback", "Restores the state as of a revision, in a new revision.", no: "there is no such revision, or the answer is no")
    {
        Add(_path);
        Add(_to);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.Resolve(context.Get(_path));
        var root = await context.OpenAsync(target, cancellationToken);
        var plan = await root.PlanRollbackAsync(context.Get(_to), cancellationToken: cancellationToken);
        return await new PlanApplication(context, target, root, _change).RunAsync(plan, $"Roll back to revision {plan.Of}", cancellationToken);
    }
}
