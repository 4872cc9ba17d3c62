using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using Spectre.Console;

namespace ConfigZk.Tool.Commands;

/// <summary>Shows, for each key, the revision that set its value.</summary>
internal sealed class BlameCommand(ToolShell shell)
    : ManagedRootCommand(shell, "blame", "Shows who last changed each key, when and why.", no: "never")
{
    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var lines = await root.BlameAsync(cancellationToken: cancellationToken);
        context.Results.Write(
            "blame",
            () => new JsonObject { ["root"] = root.Path, ["lines"] = new JsonArray([.. lines.Select(line => (JsonNode)ToJson(line))]) },
            writer =>
            {
                var table = SpectreOutput.Table(("KEY", true), ("REV", false), ("TIME", false), ("AUTHOR", true), ("WHY", true));
                foreach (var line in lines.Where(line => line.Key is not null))
                {
                    var revision = line.Revision;
                    table.AddRow(
                        new Text(ValueView.Escape(line.Key!)),
                        new Text(line.IsDrift ? "(drift)" : revision is null ? "(older)" : $"{revision.Number}"),
                        new Text(revision is null ? "" : RevisionText.TimeOf(revision)),
                        new Text(revision is null ? "" : RevisionText.AuthorOf(revision)),
                        new Text(revision is null ? "" : ValueView.Escape(revision.Message)));
                }

                SpectreOutput.Write(context.Console, writer, table);
            });
        return ExitCode.Done;
    }

    private static JsonObject ToJson(BlameLine line) => new()
    {
        ["path"] = line.Path,
        ["key"] = line.Key,
        ["isDrift"] = line.IsDrift,
        ["revision"] = line.Revision is null ? null : RevisionText.ToJson(line.Revision),
    };
}
