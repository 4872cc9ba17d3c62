using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using Spectre.Console;

namespace ConfigZk.Tool.Commands;

/// <summary>Lists revisions, the latest first.</summary>
internal sealed class HistoryCommand : ManagedRootCommand
{
    private readonly Option<int> _count = new("--count", "-n") { CustomParser = ParsedValue.WholeNumber, Description = "How many revisions.", DefaultValueFactory = _ => 20 };
    private readonly Option<int?> _before = new("--before") { CustomParser = result => ParsedValue.WholeNumber(result), Description = "Only revisions before this number.", HelpName = "revision" };

    public HistoryCommand(ToolShell shell)
        : base(shell, "history", "Lists the revisions of a path, the latest first.", no: "never")
    {
        _count.Validators.Add(NumberLimit.AtLeast(1));
        Add(_count);
        Add(_before);
        Add(new HistoryExportCommand(shell));
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var revisions = await root.HistoryAsync(context.Get(_count), context.Get(_before), cancellationToken);
        context.Results.Write(
            "history",
            () => new JsonObject { ["root"] = root.Path, ["revisions"] = new JsonArray([.. revisions.Select(revision => (JsonNode)RevisionText.ToJson(revision))]) },
            writer =>
            {
                if (revisions.Count == 0)
                {
                    writer.WriteLine($"{root.Path} has no history");
                    return;
                }

                var table = SpectreOutput.Table(("REV", false), ("TIME", false), ("AUTHOR", true), ("CHANGES", false), ("WHY", true));
                foreach (var revision in revisions)
                {
                    var kind = RevisionText.KindOf(revision);
                    table.AddRow(
                        new Text(revision.Number.ToString(CultureInfo.InvariantCulture)),
                        new Text(RevisionText.TimeOf(revision)),
                        new Text(RevisionText.AuthorOf(revision)),
                        new Text(revision.ChangeCount.ToString(CultureInfo.InvariantCulture)),
                        new Text(ValueView.Escape(kind.Length == 0 ? revision.Message : $"[{kind}] {revision.Message}")));
                }

                SpectreOutput.Write(context.Console, writer, table);
            });
        return ExitCode.Done;
    }
}
