using System.CommandLine;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Applies a saved plan, or plans and applies a file at once.</summary>
internal sealed class ApplyCommand : ToolCommand
{
    private readonly Argument<string> _what = new("path-or-plan") { Description = "The path that --file is applied to, or the file of a saved plan." };
    private readonly StateInput _input = new();
    private readonly ChangeOptions _change = new();

    public ApplyCommand(ToolShell shell)
        : base(shell, "apply", "Applies a plan or a file in one transaction, and records it.", no: "the file is invalid, or the answer is no")
    {
        Add(_what);
        _input.AddTo(this);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (what, file) = (context.Get(_what), context.Get(_input.File));
        if (file is null)
        {
            return await ApplyPlanAsync(context, what, cancellationToken);
        }

        var target = context.Resolve(what);
        var desired = await _input.ReadAsync(context, cancellationToken);
        var root = await context.OpenAsync(target, cancellationToken);
        var plan = await root.PlanAsync(desired, _input.OptionsOf(context, target), cancellationToken);
        return await new PlanApplication(context, target, root, _change, isSplit: false).RunAsync(plan, $"Apply {file}", cancellationToken);
    }

    private async Task<ExitCode> ApplyPlanAsync(CommandContext context, string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw ToolException.Usage($"'{file}' is not the file of a plan.", "To apply a file with configuration, give its path in ZooKeeper and --file.");
        }

        var plan = await Plan.LoadAsync(file, cancellationToken);
        var target = context.Resolve(plan.Root);
        var root = await context.OpenAsync(target, cancellationToken);
        return await new PlanApplication(context, target, root, _change, isSplit: false).RunAsync(plan, $"Apply {file}", cancellationToken);
    }
}
