using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Removes old revisions. An apply removes at most two.</summary>
internal sealed class CompactCommand(ToolShell shell)
    : ManagedRootCommand(shell, "compact", "Removes revisions beyond 500, 90 days or 16 MB.", no: "it is not managed")
{
    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        await ManagedPath.EnsureAsync(root, cancellationToken);
        var result = await root.CompactAsync(cancellationToken);
        context.Results.Report(
            "compaction",
            () => new JsonObject { ["root"] = root.Path, ["removed"] = result?.Removed ?? 0, ["oldest"] = result?.Oldest },
            result is null
                ? "There is nothing to remove."
                : $"{ChangeView.Count(result.Removed, "revision")} {(result.Removed == 1 ? "is" : "are")} removed. The oldest one is {result.Oldest}.");
        return ExitCode.Done;
    }
}
