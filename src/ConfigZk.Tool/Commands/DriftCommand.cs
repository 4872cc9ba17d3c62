using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Shows drift, which was written without the tool, and undoes it if asked.</summary>
internal sealed class DriftCommand : ManagedRootCommand
{
    private readonly Option<bool> _revert = new("--revert") { Description = "Undoes the drift in a new revision." };
    private readonly ChangeOptions _change = new();

    public DriftCommand(ToolShell shell)
        : base(shell, "drift", "Compares the znodes with the history.", no: "there is drift")
    {
        Add(_revert);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        await ManagedPath.EnsureAsync(root, cancellationToken);
        if (context.Get(_revert))
        {
            var plan = await root.PlanDriftRevertAsync(cancellationToken);
            var whole = target with { Path = root.Path }; // it undoes the drift of the whole root, so protected paths anywhere in it count
            return await new PlanApplication(context, whole, root, _change).RunAsync(plan, "Revert drift", cancellationToken);
        }

        var drift = await root.DriftAsync(cancellationToken);
        var view = new ChangeView(context.Console, context.ValuesOf(target), root.Path);
        var changes = drift.Changes.Select(ChangedZnode.Of).ToArray();
        context.Results.Write(
            "drift",
            () => new JsonObject
            {
                ["root"] = root.Path,
                ["revision"] = drift.Revision,
                ["zxid"] = $"0x{drift.Zxid:x}",
                ["isClean"] = drift.IsClean,
                ["changes"] = view.ToJson(changes),
                ["unreadable"] = UnreadableZnodes.ToJson(drift.UnreadablePaths),
            },
            writer =>
            {
                writer.WriteLine($"{root.Path} at revision {drift.Revision}, zxid 0x{drift.Zxid:x}: {(drift.IsClean ? "no drift" : "drift")}");
                view.Write(writer, changes);
                if (!drift.IsClean)
                {
                    writer.WriteLine("  Keep it with configzk adopt, or undo it with configzk drift --revert.");
                }
            });
        return UnreadableZnodes.End(context, drift.Changes.Count, drift.UnreadablePaths);
    }
}
