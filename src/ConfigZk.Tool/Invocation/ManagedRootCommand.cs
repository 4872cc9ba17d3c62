using Configuration.ZooKeeper.Revisions;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Invocation;

/// <summary>A command about the managed root at or above a path.</summary>
internal abstract class ManagedRootCommand(ToolShell shell, string name, string description, string no) : PathCommand(shell, name, description, no)
{
    protected sealed override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken) =>
        await RunAsync(context, target, await context.OpenAsync(target, cancellationToken), cancellationToken);

    protected abstract Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken);
}
