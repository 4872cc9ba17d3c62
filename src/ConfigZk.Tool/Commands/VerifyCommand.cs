using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Compares a path with a backup.</summary>
internal sealed class VerifyCommand : PathCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The file with the backup." };

    public VerifyCommand(ToolShell shell)
        : base(shell, "verify", "Compares a path with a backup.", no: "they differ")
    {
        Add(_file);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var backup = await Backup.LoadAsync(context.Get(_file), cancellationToken);
        var root = await context.OpenAsync(target, cancellationToken);
        var verified = await root.VerifyAsync(backup, cancellationToken);
        var changes = verified.Changes.Select(ChangedZnode.Of).ToArray();
        var view = new ChangeView(context.Console, context.ValuesOf(target), target.Path, root.Scope);
        context.Results.Write(
            "verification",
            () => new JsonObject
            {
                ["root"] = root.Path,
                ["backupZxid"] = $"0x{backup.Zxid:x}",
                ["changes"] = view.ToJson(changes),
                ["unreadable"] = UnreadableZnodes.ToJson(verified.UnreadablePaths),
            },
            writer =>
            {
                view.Write(writer, changes);
                writer.WriteLine((changes.Length, verified.IsMatch) switch
                {
                    (0, true) => $"{root.Path} matches the backup of revision {backup.Revision}",
                    (0, _) => $"What is readable of {root.Path} matches the backup of revision {backup.Revision}",
                    _ => ChangeView.Count(changes.Length),
                });
            });
        return UnreadableZnodes.End(context, changes.Length, verified.UnreadablePaths);
    }
}
