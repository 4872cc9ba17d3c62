using System.CommandLine;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;

namespace ConfigZk.Tool.Invocation;

/// <summary>A command about a path in ZooKeeper, which is its first argument.</summary>
internal abstract class PathCommand : ToolCommand
{
    private readonly Argument<string> _path;

    protected PathCommand(
        ToolShell shell, string name, string description, string no, string pathDescription = "The path of a znode, such as /config/shop or prod:/config/shop.")
        : base(shell, name, description, no)
    {
        _path = new Argument<string>("path") { Description = pathDescription };
        Add(_path);
    }

    protected sealed override Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken) =>
        RunAsync(context, context.Resolve(context.Get(_path)), cancellationToken);

    protected abstract Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken);
}
