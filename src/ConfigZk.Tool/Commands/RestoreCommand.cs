using System.CommandLine;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Restores a path from a backup, in a new revision. Ephemeral znodes are not part of it.</summary>
internal sealed class RestoreCommand : PathCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The file with the backup." };
    private readonly ChangeOptions _change = new();

    public RestoreCommand(ToolShell shell)
        : base(shell, "restore", "Restores a path from a backup, in a new revision.", no: "the file is not a backup, or the answer is no")
    {
        Add(_file);
        _change.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var backup = await Backup.LoadAsync(context.Get(_file), cancellationToken);
        var root = await context.OpenAsync(target, cancellationToken);
        var plan = await root.PlanRestoreAsync(backup, cancellationToken: cancellationToken);
        return await new PlanApplication(context, target, root, _change).RunAsync(plan, $"Restore {context.Get(_file)}", cancellationToken);
    }
}
