using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Begins the history of a path, with the existing znodes as revision 0.</summary>
internal sealed class InitCommand(ToolShell shell)
    : ManagedRootCommand(shell, "init", "Begins the history of a path, with the existing znodes. The first apply does the same.", no: "never")
{
    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var present = await root.RegisterAsync(cancellationToken);
        context.Results.Write(
            "root",
            () => new JsonObject { ["root"] = root.Path, ["id"] = root.Id, ["revision"] = present.Revision, ["znodes"] = present.Tree.Znodes.Count },
            writer => writer.WriteLine($"{root.Path} is managed: {present.Tree.Znodes.Count} znodes, revision {present.Revision}"));
        return ExitCode.Done;
    }
}
