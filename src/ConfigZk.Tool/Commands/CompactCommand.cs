using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Removes old revisions. An apply removes at most two.</summary>
internal sealed class CompactCommand(ToolShell shell)
    : ManagedRootCommand(shell, "compact", "Removes revisions beyond 500, 90 days or 16 MB.", no: "never")
{
    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        context.Results.Tell(await root.CompactAsync(cancellationToken) is { } result
            ? $"{result.Removed} revisions are removed. The oldest one is {result.Oldest}."
            : "There is nothing to remove.");
        return ExitCode.Done;
    }
}
