using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Saves names, data and access control lists of a managed root, or of a path below it, to a file.</summary>
internal sealed class BackupCommand : ManagedRootCommand
{
    private readonly Argument<string> _file = new("file") { Description = "The file, which only its owner can read." };

    public BackupCommand(ToolShell shell)
        : base(
            shell, "backup", "Saves everything below a path at one zxid, with ACLs. It contains secrets.", no: "it does not exist")
    {
        Add(_file);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var file = OutputFile.Checked(context.Get(_file));
        var backup = await root.BackupAsync(cancellationToken);
        await backup.SaveAsync(file, cancellationToken);
        context.Results.Report(
            "backup",
            () => new JsonObject
            {
                ["root"] = backup.Root,
                ["file"] = file,
                ["znodes"] = backup.Znodes.Count,
                ["revision"] = backup.Revision,
                ["zxid"] = $"0x{backup.Zxid:x}",
                ["accessZxid"] = $"0x{backup.AccessZxid:x}",
            },
            Lines(backup, file));
        return ExitCode.Done;
    }

    private static string[] Lines(Backup backup, string file)
    {
        var line = $"{backup.Znodes.Count} znodes of {backup.Root} at revision {backup.Revision}, zxid 0x{backup.Zxid:x}, are in {file}";
        return backup.AccessZxid == backup.Zxid
            ? [line]
            : [line, $"The access control lists were read up to zxid 0x{backup.AccessZxid:x}: ZooKeeper does not report ACL changes."];
    }
}
