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
    : ManagedRootCommand(shell, "check", "Finds znodes that anyone can change.", no: "such znodes exist, or the path does not")
{
    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var unreadable = (await PresentPath.ReadAsync(root, target, cancellationToken)).UnreadablePaths;
        var open = (await root.ReadAccessAsync(cancellationToken: cancellationToken))
            .Where(list => list.Acl.Any(entry => entry.Scheme == "world" && (entry.Permissions & ~Permissions.Read) != Permissions.None))
            .ToArray();
        var width = open.Select(list => ChangeView.KeyOf(list.Path).Length).DefaultIfEmpty().Max();
        context.Results.Write(
            "acl-check",
            () => new JsonObject { ["root"] = root.Path, ["open"] = new JsonArray([.. open.Select(list => (JsonNode)list.Path)]), ["unreadable"] = UnreadableZnodes.ToJson(unreadable) },
            writer =>
            {
                foreach (var list in open)
                {
                    writer.WriteLine($"{ChangeView.KeyOf(list.Path).PadRight(width)}  {AclText.Of(list.Acl)}");
                }

                writer.WriteLine(open.Length > 0 ? $"{ChangeView.Count(open.Length, "znode")} can be changed by anyone"
                    : unreadable.Count > 0 ? "No readable znode can be changed by anyone"
                    : "No znode can be changed by anyone");
            });
        return UnreadableZnodes.End(context, open.Length, unreadable, "checked");
    }
}
