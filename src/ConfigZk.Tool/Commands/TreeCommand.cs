using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Spectre.Console;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Prints a subtree as it was at one zxid.</summary>
internal sealed class TreeCommand(ToolShell shell)
    : PathCommand(shell, "tree", "Prints a subtree at one zxid.", no: "it does not exist, or has more than 256 levels")
{
    private const int MostLevels = 256;

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var client = await context.ConnectAsync(target, cancellationToken);
        await using var mirror = client.Mirror(target.Path);
        var snapshot = await mirror.RefreshAsync(cancellationToken);
        if (snapshot.Find(target.Path) is not { } root)
        {
            throw new ToolException(ExitCode.No, $"'{target.Path}' does not exist.");
        }

        ThrowIfTooDeep(root, target.Path);
        var values = context.ValuesOf(target);
        context.Results.Write(
            "tree",
            () => new JsonObject { ["path"] = target.Path, ["zxid"] = $"0x{snapshot.Zxid:x}", ["znode"] = ToJson(root, target.Path, values) },
            writer => SpectreOutput.Write(context.Console, writer, ToTree(root, target.Path, values)));
        return ExitCode.Done;
    }

    // The rest is recursive, and so is what writes it. A loop, because nothing limits the levels of a tree.
    private static void ThrowIfTooDeep(Znode root, string path)
    {
        var level = root.Children.ToArray();
        for (var levels = 1; level.Length > 0; levels++)
        {
            if (levels > MostLevels)
            {
                throw new ToolException(ExitCode.No, $"'{path}' has more than {MostLevels} levels.", "Name a path further down, or use configzk search.");
            }

            level = [.. level.SelectMany(znode => znode.Children)];
        }
    }

    private static Tree ToTree(Znode root, string path, ValueView values)
    {
        var tree = new Tree(new Text(Label(root, path, values, path)));
        AddChildren(tree, root, path, values);
        return tree;
    }

    private static void AddChildren(IHasTreeNodes parent, Znode znode, string path, ValueView values)
    {
        foreach (var child in znode.Children.OrderBy(child => child.Name, StringComparer.Ordinal))
        {
            var childPath = ZnodePath.Combine(path, child.Name);
            AddChildren(parent.AddNode(new Text(Label(child, childPath, values, child.Name))), child, childPath, values);
        }
    }

    private static string Label(Znode znode, string path, ValueView values, string name)
    {
        var value = !znode.IsReadable ? "(not readable)" : znode.Data is null ? "" : values.Show(path, znode.Data);
        return $"{ValueView.Escape(name)}  {value}".TrimEnd();
    }

    private static JsonObject ToJson(Znode znode, string path, ValueView values) => new()
    {
        ["name"] = path == "/" ? "/" : ZnodePath.NameOf(path),
        ["value"] = values.Plain(path, znode.Data),
        ["isReadable"] = znode.IsReadable,
        ["children"] = new JsonArray([.. znode.Children.OrderBy(child => child.Name, StringComparer.Ordinal)
            .Select(child => (JsonNode)ToJson(child, ZnodePath.Combine(path, child.Name), values))]),
    };
}
