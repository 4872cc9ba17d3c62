using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Commands;

/// <summary>Shows what an apply would change, and saves it to a file that can be applied later.</summary>
internal sealed class PlanCommand : PathCommand
{
    private readonly StateInput _input = new();
    private readonly Option<string?> _save = new("--save", "-s") { Description = "The file to save the plan to. It contains values.", HelpName = "plan" };

    public PlanCommand(ToolShell shell)
        : base(shell, "plan", "Shows what apply would change.", no: "there is a difference, or the file is invalid")
    {
        _input.AddTo(this);
        Add(_save);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var file = context.Get(_save) is { } save ? OutputFile.Checked(save) : null;
        var desired = await _input.ReadAsync(context, cancellationToken);
        var root = await context.OpenAsync(target, cancellationToken);
        var plan = await root.PlanAsync(desired, _input.OptionsOf(context, target), cancellationToken);
        if (file is not null)
        {
            await plan.SaveAsync(file, cancellationToken);
        }

        var view = new ChangeView(context.Console, context.ValuesOf(target), plan.Root);
        var changes = plan.Changes.Select(ChangedZnode.Of).ToArray();
        context.Results.Write(
            "plan",
            () => new JsonObject
            {
                ["root"] = plan.Root,
                ["scope"] = plan.Scope,
                ["revision"] = plan.Revision,
                ["zxid"] = $"0x{plan.Zxid:x}",
                ["uid"] = plan.Uid.ToString(),
                ["changes"] = view.ToJson(changes),
                ["warnings"] = new JsonArray([.. plan.Warnings.Select(warning => (JsonNode)warning)]),
            },
            writer =>
            {
                writer.WriteLine($"{plan.Root} at revision {plan.Revision}, zxid 0x{plan.Zxid:x}");
                view.Write(writer, changes);
                writer.WriteLine(plan.IsEmpty ? "Nothing to change" : ChangeView.Count(changes.Length));
            });
        if (context.Results.IsForPeople)
        {
            foreach (var warning in plan.Warnings)
            {
                context.Results.Tell($"Warning: {warning}");
            }
        }

        return plan.IsEmpty ? ExitCode.Done : ExitCode.No;
    }
}
