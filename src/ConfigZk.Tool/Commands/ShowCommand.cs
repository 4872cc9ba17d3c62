using System.CommandLine;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using Spectre.Console;

namespace ConfigZk.Tool.Commands;

/// <summary>Shows one revision with its changes.</summary>
internal sealed class ShowCommand : ManagedRootCommand
{
    private readonly Argument<int> _revision = new("revision") { CustomParser = ParsedValue.WholeNumber, Description = "The number of the revision." };

    public ShowCommand(ToolShell shell)
        : base(shell, "show", "Shows one revision: who, when, why and what.", no: "there is no such revision")
    {
        Add(_revision);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var number = context.Get(_revision);
        var revision = await root.ShowAsync(number, cancellationToken)
            ?? throw new ToolException(ExitCode.No, $"'{root.Path}' has no revision {number}.", "See configzk history. Old revisions are compacted.");
        var view = new ChangeView(context.Console, context.ValuesOf(target), root.Path);
        var changes = revision.Changes.Select(ChangedZnode.Of).ToArray();
        context.Results.Write(
            "revision",
            () =>
            {
                var document = RevisionText.ToJson(revision);
                document["root"] = root.Path;
                document["changes"] = view.ToJson(changes);
                document["access"] = AclText.ToJson(revision.AccessChanges);
                return document;
            },
            writer =>
            {
                var kind = RevisionText.KindOf(revision);
                writer.WriteLine($"{root.Path} revision {revision.Number}{(kind.Length == 0 ? "" : $", {kind}")}, zxid 0x{revision.Zxid:x}");
                writer.WriteLine($"{RevisionText.TimeOf(revision)} by {RevisionText.AuthorOf(revision)}");
                SpectreOutput.Write(context.Console, writer, new Padder(new Text(string.Join('\n', revision.Message.Split('\n').Select(ValueView.Escape))), new Padding(2, 0, 0, 0)));
                view.Write(writer, changes);
                AclText.Write(writer, revision.AccessChanges);
            });
        return ExitCode.Done;
    }
}
