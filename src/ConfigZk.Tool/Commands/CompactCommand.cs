using System.CommandLine;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Commands;

/// <summary>Removes old revisions. An apply removes at most two.</summary>
internal sealed class CompactCommand : ToolCommand
{
    private readonly Argument<string> _path = PathArgument.Create();

    public CompactCommand(ToolShell shell)
        : base(shell, "compact", "Removes revisions beyond 500, 90 days or 16 MB.", no: "never") => Add(_path);

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var target = context.Resolve(context.Get(_path));
        var root = await context.OpenAsync(target, cancellationToken);
        context.Results.Tell(await root.CompactAsync(cancellationToken) is { } result
            ? $"{result.Removed} revisions are removed. The oldest one is {result.Oldest}."
            : "There is nothing to remove.");
        return ExitCode.Done;
    }
}
