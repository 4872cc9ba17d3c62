using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Finds znodes that anyone can change.</summary>
internal sealed class AclCheckCommand(ToolShell shell)
    : ManagedRootCommand(shell, "check", "Finds znodes that anyone can change.", no: "such znodes exist")
{
    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var open = (await root.ReadAccessAsync(cancellationToken: cancellationToken))
            .Where(list => list.Acl.Any(entry => entry.Scheme == "world" && (entry.Permissions & ~Permissions.Read) != Permissions.None))
            .ToArray();
        var width = open.Select(list => ChangeView.KeyOf(list.Path).Length).DefaultIfEmpty().Max();
        context.Results.Write(
            "acl-check",
            () => new JsonObject { ["root"] = root.Path, ["open"] = new JsonArray([.. open.Select(list => (JsonNode)list.Path)]) },
            writer =>
            {
                foreach (var list in open)
                {
                    writer.WriteLine($"{ChangeView.KeyOf(list.Path).PadRight(width)}  {AclText.Of(list.Acl)}");
                }

                writer.WriteLine(open.Length == 0 ? "No znode can be changed by anyone" : $"{ChangeView.Count(open.Length, "znode")} can be changed by anyone");
            });
        return open.Length == 0 ? ExitCode.Done : ExitCode.No;
    }
}
