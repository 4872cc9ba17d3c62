using System.CommandLine;
using Configuration.ZooKeeper.Revisions;
using ConfigZk.Tool.Invocation;

namespace ConfigZk.Tool.Commands;

/// <summary>Applies a saved plan, or plans and applies a file at once.</summary>
internal sealed class ApplyCommand : ToolCommand
{
    private readonly Argument<string> _path = PathArgument.Create();
    private readonly Argument<string?> _plan = new("plan") { Description = "The saved plan. Without it, --file is planned and applied.", Arity = ArgumentArity.ZeroOrOne };
    private readonly StateInput _input = new();
    private readonly ChangeOptions _change = new();

    public ApplyCommand(ToolShell shell)
        : base(shell, "apply", "Applies a plan or a file in one transaction, and records it.")
    {
        Add(_path);
        Add(_plan);
        _input.AddTo(this);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.Resolve(context.Get(_path));
        var (saved, file) = (context.GetOrDefault(_plan), context.Get(_input.File));
        if (saved is null == file is null)
        {
            throw ToolException.Usage("Give either a saved plan or --file.");
        }

        var desired = file is null ? null : await _input.ReadAsync(context, cancellationToken);
        var plan = saved is null ? null : await Plan.LoadAsync(saved, cancellationToken);
        var root = await context.OpenAsync(target, cancellationToken);
        plan ??= await root.PlanAsync(desired!, _input.OptionsOf(context), cancellationToken);
        return await new PlanApplication(context, target, root, _change).RunAsync(plan, $"Apply {saved ?? file}", cancellationToken);
    }
}
