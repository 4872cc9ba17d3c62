using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Lists the children of a znode, and marks unreadable ones.</summary>
internal sealed class ListCommand(ToolShell shell)
    : PathCommand(shell, "ls", "Lists the children of a znode with their values.", no: "it does not exist")
{
    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var client = await context.ConnectAsync(target, cancellationToken);
        await client.SyncAsync(cancellationToken);
        var (names, _) = await client.GetChildrenAsync(target.Path, cancellationToken: cancellationToken);
        var values = context.ValuesOf(target);
        var children = await Task.WhenAll(names.Order(StringComparer.Ordinal).Select(name => ReadAsync(client, ZnodePath.Combine(target.Path, name), cancellationToken)));
        var shown = children.OfType<Child>().ToArray();
        var width = shown.Select(child => child.Name.Length).DefaultIfEmpty().Max();
        context.Results.Write(
            "children",
            () => new JsonObject
            {
                ["path"] = target.Path,
                ["children"] = new JsonArray([.. shown.Select(child => (JsonNode)new JsonObject
                {
                    ["name"] = ZnodePath.NameOf(child.Path),
                    ["value"] = values.Plain(child.Path, child.Data),
                    ["isReadable"] = child.Stat is not null,
                    ["children"] = child.Stat?.NumChildren,
                    ["version"] = child.Stat?.Version,
                    ["isEphemeral"] = child.Stat?.EphemeralOwner is not (null or 0),
                })]),
            },
            writer =>
            {
                foreach (var child in shown)
                {
                    var value = child.Stat is null ? "(not readable)" : child.Data is null ? "" : values.Show(child.Path, child.Data);
                    writer.WriteLine(context.Console.Cut($"{child.Name.PadRight(width)}  {value}".TrimEnd()));
                }
            });
        return ExitCode.Done;
    }

    private static async Task<Child?> ReadAsync(ZooKeeperClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            var (data, stat) = await client.GetDataAsync(path, cancellationToken: cancellationToken);
            return new Child(path, data, stat);
        }
        catch (NoAuthException)
        {
            return new Child(path, null, null);
        }
        catch (NoNodeException)
        {
            return null; // deleted meanwhile
        }
    }

    private sealed record Child(string Path, byte[]? Data, Stat? Stat)
    {
        public string Name => ValueView.Escape(ZnodePath.NameOf(Path)) + (Stat?.NumChildren > 0 ? "/" : "");
    }
}
