using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ConfigZk.Tool.Connecting;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Invocation;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Compares two states: paths of any ensembles, files, or revisions.</summary>
internal sealed class DiffCommand : ToolCommand
{
    private readonly Argument<string> _before = new("a") { Description = "A path, a profile:/path, a path@revision, or a file." };
    private readonly Argument<string> _after = new("b") { Description = "What to compare it with." };

    public DiffCommand(ToolShell shell)
        : base(shell, "diff", "Compares paths, files and revisions.", no: "they differ")
    {
        Add(_before);
        Add(_after);
    }

    protected override async Task<ExitCode> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var (a, b) = (context.Get(_before), context.Get(_after));
        var (before, after) = (await ReadAsync(context, a, cancellationToken), await ReadAsync(context, b, cancellationToken));
        string[] unreadable = [.. before.Unreadable.Union(after.Unreadable)];
        var changes = Compare(before.Znodes, after.Znodes).Where(change => before.IsReadable(change.Path) && after.IsReadable(change.Path)).ToArray();
        var view = ViewOf(context, before, after);
        context.Results.Write(
            "diff",
            () => new JsonObject { ["a"] = a, ["b"] = b, ["changes"] = view.ToJson(changes), ["unreadable"] = UnreadableZnodes.ToJson(unreadable) },
            writer =>
            {
                view.Write(writer, changes);
                writer.WriteLine(changes.Length > 0 ? ChangeView.Count(changes.Length) : unreadable.Length > 0 ? "No difference in what is readable" : "No difference");
            });
        return UnreadableZnodes.End(context, changes.Length, unreadable);
    }

    // What is a secret on one side, by its profile or by its name, is one on both. So is a document.
    private static ChangeView ViewOf(CommandContext context, State before, State after)
    {
        var values = new ValueView([.. before.Secrets.Union(after.Secrets)], context.IsRevealing);
        string[] paths = [before.Path, after.Path];
        var named = paths.FirstOrDefault(path => values.IsHidden(ZnodePath.NameOf(path))) ?? paths.FirstOrDefault(ValueView.IsDocument) ?? before.Path;
        return new ChangeView(context.Console, values, named, $"{before.Scope}/{after.Scope}");
    }

    private static IEnumerable<ChangedZnode> Compare(IReadOnlyDictionary<string, byte[]?> before, IReadOnlyDictionary<string, byte[]?> after)
    {
        foreach (var path in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (had, has) = (before.TryGetValue(path, out var old), after.TryGetValue(path, out var now));
            if (!had)
            {
                yield return new ChangedZnode(ChangeKind.Create, path, null, now);
            }
            else if (!has)
            {
                yield return new ChangedZnode(ChangeKind.Delete, path, old, null);
            }
            else if (old is null != now is null || !old.AsSpan().SequenceEqual(now))
            {
                yield return new ChangedZnode(ChangeKind.Set, path, old, now);
            }
        }
    }

    private static async Task<State> ReadAsync(CommandContext context, string text, CancellationToken cancellationToken)
    {
        if (File.Exists(text) || Directory.Exists(text))
        {
            var desired = await StateFile.LoadAsync(text, cancellationToken: cancellationToken);
            return new State(null, "", desired.Znodes.ToDictionary(znode => znode.Key, znode => znode.Value.Data), []);
        }

        if (!text.Contains('/', StringComparison.Ordinal))
        {
            throw ToolException.Usage($"'{text}' is neither a file nor a path.", "A path begins with /, such as /config/shop or prod:/config/shop.");
        }

        var at = text.LastIndexOf('@');
        int? revision = at > 0 && int.TryParse(text[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        var target = context.Resolve(revision is null ? text : text[..at]);
        var root = await context.OpenAsync(target, cancellationToken);
        var tree = revision is { } past ? await root.StateAtAsync(past, cancellationToken) : (await root.ReadAsync(cancellationToken)).Tree;
        var state = tree.Below(root.Scope);
        if (revision is null && state.Znodes.Count == 0 && state.UnreadablePaths.Count == 0)
        {
            context.Results.Tell($"Warning: '{target.Path}' does not exist.");
        }

        return new State(target, root.Scope, state.Znodes.ToDictionary(znode => znode.Key, znode => znode.Value.Data?.ToArray()), state.UnreadablePaths);
    }

    /// <summary>One side. A file has no target.</summary>
    private sealed record State(Target? Target, string Scope, IReadOnlyDictionary<string, byte[]?> Znodes, IReadOnlyList<string> Unreadable)
    {
        public string Path => Target?.Path ?? "";

        public IReadOnlyList<string> Secrets => (Target?.Profile ?? new Profile()).Secrets;

        public bool IsReadable(string path) =>
            Unreadable.Count == 0 || !Unreadable.Any(above => ZnodePath.IsAtOrBelow(path.Length == 0 ? Path : ZnodePath.Combine(Path, path), above));
    }
}
