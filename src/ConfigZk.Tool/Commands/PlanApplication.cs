using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Shows a plan, asks for confirmation, applies the plan, and prints the revision. Most commands that change configuration share it.</summary>
/// <param name="context">The run of the command.</param>
/// <param name="target">What the user named.</param>
/// <param name="root">The managed root.</param>
/// <param name="options">The options of the command.</param>
/// <param name="isSplit">Whether a plan that does not fit in one transaction is applied in several. An undo must never fail because it is large.</param>
internal sealed class PlanApplication(CommandContext context, Target target, ManagedRoot root, ChangeOptions options, bool isSplit = true)
{
    public async Task<ExitCode> RunAsync(Plan plan, string defaultMessage, CancellationToken cancellationToken)
    {
        var view = new ChangeView(context.Console, context.ValuesOf(target), plan.Root);
        var changes = plan.Changes.Select(ChangedZnode.Of).ToArray();
        if (plan.Conflicts.Count > 0)
        {
            throw new ToolException(
                ExitCode.Conflict, $"Later changes of {string.Join(", ", plan.Conflicts)} would be lost.", "Change these znodes with set or apply instead.");
        }

        if (plan.IsEmpty)
        {
            RevisionText.WriteUnchanged(context, plan);
            return ExitCode.Done;
        }

        Show(plan, view, changes);
        var question = $"Apply {ChangeView.Count(changes.Length)} as {Author.Current.User}?";
        if (!await Confirmation.AskAsync(context, target, question, context.Get(options.Yes), context.Get(options.Confirm), cancellationToken))
        {
            context.Results.Tell("Nothing was changed.");
            return ExitCode.No;
        }

        var applied = await ApplyAsync(plan, context.Get(options.Message) ?? defaultMessage, cancellationToken);
        context.Results.Write(
            "revision",
            () => new JsonObject { ["root"] = plan.Root, ["revision"] = applied.Number, ["zxid"] = $"0x{applied.Zxid:x}", ["uid"] = applied.Uid.ToString(), ["changes"] = view.ToJson(changes) },
            writer => writer.WriteLine($"Revision {applied.Number}, zxid 0x{applied.Zxid:x}"));
        return ExitCode.Done;
    }

    private async Task<AppliedRevision> ApplyAsync(Plan plan, string message, CancellationToken cancellationToken)
    {
        try
        {
            return await root.ApplyAsync(plan, message, Author.Current, cancellationToken);
        }
        catch (ChangeTooLargeException) when (isSplit)
        {
            context.Results.Tell("The changes do not fit in one transaction. They are written in several, which applications see as one.");
            return await new LargeChange(context, root).ImportAsync(plan, message, cancellationToken);
        }
    }

    private void Show(Plan plan, ChangeView view, ChangedZnode[] changes)
    {
        if (!context.Results.IsForPeople)
        {
            return;
        }

        context.Console.Out.WriteLine($"{plan.Root} at revision {plan.Revision}, zxid 0x{plan.Zxid:x}");
        view.Write(context.Console.Out, changes);
        foreach (var warning in plan.Warnings)
        {
            context.Results.Tell($"Warning: {warning}");
        }
    }
}
