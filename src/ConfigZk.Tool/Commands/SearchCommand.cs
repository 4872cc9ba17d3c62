using System.CommandLine;
using System.IO.Enumeration;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Finds znodes by their paths and values in a whole subtree. Values of secrets are not searched.</summary>
internal sealed class SearchCommand : PathCommand
{
    private readonly Argument<string> _text = new("text") { Description = "The text to find in a path or value, or a pattern with * or ?. Case is ignored." };

    public SearchCommand(ToolShell shell)
        : base(shell, "search", "Finds znodes below a path by their paths and values.", no: "nothing is found")
    {
        Add(_text);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var text = context.Get(_text);
        var client = await context.ConnectAsync(target, cancellationToken);
        await using var mirror = client.Mirror(target.Path);
        var snapshot = await mirror.RefreshAsync(cancellationToken);
        if (snapshot.Find(target.Path) is not { } root)
        {
            throw new ToolException(ExitCode.No, $"'{target.Path}' does not exist.");
        }

        var values = context.ValuesOf(target);
        var pattern = text.AsSpan().IndexOfAny('*', '?') >= 0 ? text : $"*{text}*";
        var znodes = Walk(root, target.Path).ToArray();
        var found = znodes.Where(znode => IsMatch(znode.Path) || (!values.IsHidden(znode.Path, znode.Znode.Data) && ValueOf(znode.Znode) is { } value && IsMatch(value))).ToArray();
        string[] unreadable = [.. znodes.Where(znode => !znode.Znode.IsReadable).Select(znode => znode.Path)];
        context.Results.Write(
            "search",
            () => new JsonObject
            {
                ["path"] = target.Path,
                ["zxid"] = $"0x{snapshot.Zxid:x}",
                ["found"] = new JsonArray([.. found.Select(znode => (JsonNode)new JsonObject { ["path"] = znode.Path, ["value"] = values.Plain(znode.Path, znode.Znode.Data) })]),
                ["unreadable"] = UnreadableZnodes.ToJson(unreadable),
            },
            writer =>
            {
                foreach (var (path, znode) in found)
                {
                    writer.WriteLine(context.Console.Cut($"{ValueView.Escape(path)}  {(znode.Data is null ? "" : values.Show(path, znode.Data))}".TrimEnd()));
                }
            });
        UnreadableZnodes.Tell(context, unreadable, "searched");
        return found.Length > 0 ? ExitCode.Done : unreadable.Length == 0 ? ExitCode.No : ExitCode.NotPermitted;

        bool IsMatch(string candidate) => FileSystemName.MatchesSimpleExpression(pattern, candidate, ignoreCase: true);
    }

    private static string? ValueOf(Znode znode) => znode.Data is { } data ? ValueView.Text(data) : null;

    // A loop, because nested iterators would pass each znode through all levels above it.
    private static IEnumerable<(string Path, Znode Znode)> Walk(Znode root, string path)
    {
        var rest = new Stack<(string Path, Znode Znode)>([(path, root)]);
        while (rest.TryPop(out var next))
        {
            yield return next;
            foreach (var child in next.Znode.Children.OrderByDescending(child => child.Name, StringComparer.Ordinal))
            {
                rest.Push((ZnodePath.Combine(next.Path, child.Name), child));
            }
        }
    }
}
