using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Records drift, which was written without the tool, as a revision. It changes no znode of the configuration.</summary>
internal sealed class AdoptCommand : ManagedRootCommand
{
    private readonly ChangeOptions _change = new();

    public AdoptCommand(ToolShell shell)
        : base(shell, "adopt", "Records changes made outside the history as a revision.", no: "the answer is no")
    {
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        await ManagedPath.EnsureAsync(root, cancellationToken);
        var drift = await root.DriftAsync(cancellationToken);
        if (context.Results.IsForPeople)
        {
            new ChangeView(context.Console, context.ValuesOf(target), root.Path).Write(context.Console.Out, [.. drift.Changes.Select(ChangedZnode.Of)]);
        }

        if (!drift.IsClean && !await Confirmation.AskAsync(
            context, target, $"Record {ChangeView.Count(drift.Changes.Count)} as {Author.Current.User}?", context.Get(_change.Yes), context.Get(_change.Confirm), cancellationToken))
        {
            context.Results.Tell("Nothing was recorded.");
            return ExitCode.No;
        }

        var adopted = await root.AdoptAsync(context.Get(_change.Message) ?? "Adopt drift", Author.Current, cancellationToken);
        context.Results.Write(
            "revision",
            () => new JsonObject { ["root"] = root.Path, ["revision"] = adopted?.Number ?? drift.Revision, ["zxid"] = adopted is null ? null : $"0x{adopted.Zxid:x}" },
            writer => writer.WriteLine(adopted is null ? "There is no drift" : $"Revision {adopted.Number}, zxid 0x{adopted.Zxid:x}"));
        return ExitCode.Done;
    }
}
