using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;

namespace ConfigZk.Tool.Commands;

/// <summary>Prints the access control lists of a subtree.</summary>
internal sealed class AclGetCommand(ToolShell shell)
    : ManagedRootCommand(shell, "get", "Prints the access control lists below a path.", no: "it does not exist")
{
    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, ManagedRoot root, CancellationToken cancellationToken)
    {
        var unreadable = (await PresentPath.ReadAsync(root, target, cancellationToken)).UnreadablePaths;
        var lists = await root.ReadAccessAsync(cancellationToken: cancellationToken);
        var width = lists.Select(list => ChangeView.KeyOf(list.Path).Length).DefaultIfEmpty().Max();
        context.Results.Write(
            "acl",
            () => new JsonObject
            {
                ["root"] = root.Path,
                ["znodes"] = new JsonArray([.. lists.Select(list => (JsonNode)new JsonObject
                {
                    ["path"] = list.Path,
                    ["acl"] = AclText.ToJson(list.Acl),
                    ["isMasked"] = list.IsMasked,
                })]),
                ["unreadable"] = UnreadableZnodes.ToJson(unreadable),
            },
            writer =>
            {
                foreach (var list in lists)
                {
                    writer.WriteLine($"{ChangeView.KeyOf(list.Path).PadRight(width)}  {AclText.Of(list.Acl)}");
                }
            });
        return UnreadableZnodes.End(context, found: 0, unreadable, "read");
    }
}
