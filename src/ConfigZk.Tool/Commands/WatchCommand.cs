using System.CommandLine;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Prints every change of a subtree, transaction by transaction, until it is interrupted.</summary>
internal sealed class WatchCommand : PathCommand
{
    private readonly Option<int?> _count = new("--count", "-n") { CustomParser = result => ParsedValue.WholeNumber(result), Description = "Ends after this many snapshots. Each can contain several changes." };

    public WatchCommand(ToolShell shell)
        : base(shell, "watch", "Prints the changes of a subtree as they happen.", no: "never")
    {
        _count.Validators.Add(NumberLimit.AtLeast(1));
        Add(_count);
    }

    protected override bool IsEndless => true;

    protected override async Task<ExitCode> RunAsync(CommandContext context, Target target, CancellationToken cancellationToken)
    {
        var client = await context.ConnectAsync(target, cancellationToken);
        await using var mirror = client.Mirror(target.Path);
        var view = new ChangeView(context.Console, context.ValuesOf(target), target.Path, target.Path);
        var seen = await mirror.RefreshAsync(cancellationToken);
        context.Results.Tell($"Watching {target.Path} from zxid 0x{seen.Zxid:x}. Stop with Ctrl+C.");
        for (var left = context.Get(_count) ?? int.MaxValue; left > 0 && !context.Console.OutputClosed.IsCancellationRequested; left--)
        {
            var next = await mirror.NextAsync(seen, cancellationToken);
            var (before, after) = (seen, next);
            var changes = after.Changes(before).Select(change => Of(before.Find(change.Path), after.Find(change.Path), change.Path[target.Path.Length..].TrimStart('/')))
                .OfType<ChangedZnode>().ToArray();
            seen = next;
            context.Results.Write(
                "change",
                () => new JsonObject { ["path"] = target.Path, ["zxid"] = $"0x{after.Zxid:x}", ["changes"] = view.ToJson(changes) },
                writer =>
                {
                    writer.WriteLine($"zxid 0x{after.Zxid:x}");
                    view.Write(writer, changes);
                });
        }

        return ExitCode.Done;
    }

    private static ChangedZnode? Of(Znode? before, Znode? after, string path) => (before, after) switch
    {
        (null, null) => null,
        (null, _) => new(ChangeKind.Create, path, null, after.Data?.ToArray()),
        (_, null) => new(ChangeKind.Delete, path, before.Data?.ToArray(), null),
        _ => new(ChangeKind.Set, path, before.Data?.ToArray(), after.Data?.ToArray()),
    };
}
