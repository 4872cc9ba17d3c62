using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Applies a file of any size. What does not fit in one transaction is written in several, which applications see as one reload.</summary>
internal sealed class ImportCommand : PathCommand
{
    private readonly StateInput _input = new();
    private readonly Option<bool> _resume = new("--resume") { Description = "Continues an import that was interrupted." };
    private readonly Option<bool> _abort = new("--abort") { Description = "Undoes an import that was interrupted." };
    private readonly ChangeOptions _change = new();

    public ImportCommand(ToolShell shell)
        : base(shell, "import", "Applies a file of any size, in several transactions that applications see as one.", no: "the file is invalid, or the answer is no")
    {
        _input.AddTo(this);
        Add(_resume);
        Add(_abort);
        _change.AddTo(this);
    }

    protected override bool IsEndless => true; // an interrupted import blocks the path until it is resumed or aborted

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var (isResumed, isAborted) = (context.Get(_resume), context.Get(_abort));
        if (new[] { isResumed, isAborted, context.Get(_input.File) is not null }.Count(isGiven => isGiven) != 1)
        {
            throw ToolException.Usage("Give one of --file, --resume and --abort.");
        }

        var desired = isResumed || isAborted ? null : await _input.ReadAsync(context, cancellationToken);
        var root = await context.OpenAsync(target, cancellationToken);
        return desired is null
            ? await EndAsync(context, target, root, isAborted, cancellationToken)
            : await ImportAsync(context, target, root, desired, cancellationToken);
    }

    private async Task<ExitCode> ImportAsync(CommandContext context, Target target, ManagedRoot root, DesiredState desired, CancellationToken cancellationToken)
    {
        var plan = await root.PlanAsync(desired, _input.OptionsOf(context, target), cancellationToken);
        if (plan.IsEmpty)
        {
            RevisionText.WriteUnchanged(context, plan);
            return ExitCode.Done;
        }

        var question = $"Import {ChangeView.Count(plan.Changes.Count)} into {plan.Root} as {Author.Current.User}?";
        if (!await Confirmation.AskAsync(context, target, question, context.Get(_change.Yes), context.Get(_change.Confirm), cancellationToken))
        {
            context.Results.Tell("Nothing was changed.");
            return ExitCode.No;
        }

        var imported = await new LargeChange(context, root).ImportAsync(plan, context.Get(_change.Message) ?? $"Import {context.Get(_input.File)}", cancellationToken);
        RevisionText.Write(context, root, imported);
        return ExitCode.Done;
    }

    private async Task<ExitCode> EndAsync(CommandContext context, Target target, ManagedRoot root, bool isAborted, CancellationToken cancellationToken)
    {
        var status = await root.ReadImportAsync(cancellationToken) ?? throw new ToolException(ExitCode.No, $"No import of '{root.Path}' is under way.");
        var question = $"{(isAborted ? "Undo" : "Continue")} the import by {ValueView.Escape(status.By)}, which has done {status.Done} of {status.Batches}?";
        var whole = target with { Path = root.Path }; // the import can be of any path of the root
        if (!await Confirmation.AskAsync(context, whole, question, context.Get(_change.Yes), context.Get(_change.Confirm), cancellationToken))
        {
            context.Results.Tell("Nothing was changed.");
            return ExitCode.No;
        }

        var progress = new LargeChange(context, root).Progress;
        if (isAborted)
        {
            await root.AbortImportAsync(progress, cancellationToken);
            var hasDrift = (await root.ReadAsync(cancellationToken)).HasDrift;
            context.Results.Report(
                "import",
                () => new JsonObject { ["root"] = root.Path, ["uid"] = status.Uid.ToString(), ["isUndone"] = true, ["hasDrift"] = hasDrift },
                hasDrift
                    ? $"The import into {root.Path} is ended, but the znodes differ from the history. See configzk drift {root.Path}."
                    : $"The import into {root.Path} is undone.");
        }
        else
        {
            RevisionText.Write(context, root, await root.ResumeImportAsync(progress, cancellationToken));
        }

        return ExitCode.Done;
    }
}
