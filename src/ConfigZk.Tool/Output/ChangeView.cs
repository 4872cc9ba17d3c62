using System.Text.Json.Nodes;
using Configuration.ZooKeeper.Revisions;
using DiffPlex.DiffBuilder.Model;
using DiffPlex.DiffBuilder;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Output;

/// <summary>One changed znode, of a plan, a revision, drift, or a difference of two states.</summary>
internal sealed record ChangedZnode(ChangeKind Kind, string Path, byte[]? Old, byte[]? New)
{
    public static ChangedZnode Of(PlannedChange change) => new(change.Kind, change.Path, change.OldData, change.NewData);

    public static ChangedZnode Of(RevisionChange change) => new(change.Kind, change.Path, change.OldData, change.NewData);
}

/// <summary>Writes changes: one line for each, and the changed lines of documents below it.</summary>
/// <param name="console">The console.</param>
/// <param name="values">How values are shown.</param>
/// <param name="root">The full path that the paths of the changes are relative to.</param>
/// <param name="sections">The sections that contain that path, whose names can be those of secrets.</param>
internal sealed class ChangeView(ToolConsole console, ValueView values, string root, string sections = "")
{
    private const int LongestKey = 40;

    public void Write(TextWriter writer, IReadOnlyCollection<ChangedZnode> changes)
    {
        var width = Math.Min(LongestKey, changes.Select(change => KeyOf(change.Path).Length).DefaultIfEmpty().Max());
        foreach (var change in changes.OrderBy(change => change.Path, StringComparer.Ordinal))
        {
            var (sign, colour) = change.Kind switch
            {
                ChangeKind.Create => ('+', Colour.Green),
                ChangeKind.Delete => ('-', Colour.Red),
                _ => ('~', Colour.Yellow),
            };
            var line = $"  {sign} {KeyOf(change.Path).PadRight(width)}  {Describe(change)}".TrimEnd();
            writer.WriteLine(console.Paint(console.Cut(line), colour));
            WriteDocument(writer, change);
        }
    }

    public JsonArray ToJson(IEnumerable<ChangedZnode> changes) => [.. changes.Select(change => (JsonNode)ToJson(change, IsHidden(change)))];

    public static string Count(int count, string what = "change") => count == 1 ? $"1 {what}" : $"{count} {what}s";

    /// <summary>Returns a path below the root as a configuration key: <c>Db/Timeout</c> as <c>Db:Timeout</c>.</summary>
    public static string KeyOf(string path) => path.Length == 0 ? "(root)" : ValueView.Escape(path.Replace('/', ':'));

    private static JsonObject ToJson(ChangedZnode change, bool isHidden) => new()
    {
        ["change"] = change.Kind switch { ChangeKind.Create => "create", ChangeKind.Delete => "delete", _ => "set" },
        ["path"] = change.Path,
        ["key"] = KeyOf(change.Path),
        ["old"] = ValueView.Plain(change.Old, isHidden),
        ["new"] = ValueView.Plain(change.New, isHidden),
        ["isHidden"] = isHidden,
    };

    private bool IsHidden(ChangedZnode change) => IsHiddenByName(change)
        || values.IsHidden(NameOf(change), change.Old) || values.IsHidden(NameOf(change), change.New);

    private bool IsHiddenByName(ChangedZnode change) => values.IsHidden(sections) || values.IsHidden(NameOf(change));

    // A changed znode can be the path that was opened. The change has no name then.
    private string NameOf(ChangedZnode change) => change.Path.Length == 0 ? ZnodePath.NameOf(root) : change.Path;

    private string Describe(ChangedZnode change)
    {
        if (KeysOf(change).Count > 0)
        {
            return "";
        }

        return (change.Kind, IsHidden(change)) switch
        {
            (ChangeKind.Create, _) when change.New is null => "(folder)",
            (ChangeKind.Delete, _) when change.Old is null => "(folder)",
            (ChangeKind.Create, true) => "(secret, new)",
            (ChangeKind.Delete, true) => "(secret, was set)",
            (_, true) when IsLong(change) && !IsHiddenByName(change) => $"(contains a secret, {Count(CountLines(change), "line")} changed)",
            (_, true) => "(secret, changed)",
            (ChangeKind.Create, _) => values.Show(NameOf(change), change.New),
            (ChangeKind.Delete, _) => $"was {values.Show(NameOf(change), change.Old)}",
            _ when IsLong(change) => "",
            _ => $"{values.Show(NameOf(change), change.Old)} → {values.Show(NameOf(change), change.New)}",
        };
    }

    private void WriteDocument(TextWriter writer, ChangedZnode change)
    {
        var keys = KeysOf(change);
        foreach (var key in keys)
        {
            WriteKey(writer, key);
        }

        if (keys.Count == 0 && IsLong(change) && !IsHidden(change))
        {
            WriteLines(writer, change);
        }
    }

    private void WriteKey(TextWriter writer, KeyChange key)
    {
        var isHidden = values.IsHiddenValue(key.Key, key.OldValue) || values.IsHiddenValue(key.Key, key.NewValue);
        var (sign, colour, text) = (key.Kind, isHidden) switch
        {
            (ChangeKind.Create, true) => ('+', Colour.Green, "(secret, new)"),
            (ChangeKind.Create, _) => ('+', Colour.Green, Show(key.Key, key.NewValue)),
            (ChangeKind.Delete, true) => ('-', Colour.Red, "(secret, was set)"),
            (ChangeKind.Delete, _) => ('-', Colour.Red, $"was {Show(key.Key, key.OldValue)}"),
            (_, true) => ('~', Colour.Yellow, "(secret, changed)"),
            _ => ('~', Colour.Yellow, $"{Show(key.Key, key.OldValue)} → {Show(key.Key, key.NewValue)}"),
        };
        writer.WriteLine(console.Paint(console.Cut($"      {sign} {ValueView.Escape(key.Key)}  {text}"), colour));
    }

    private string Show(string key, string? value) => value is null ? "null" : values.Show(key, value);

    private static int CountLines(ChangedZnode change)
    {
        var lines = ChangedLines(change).ToLookup(line => line.Type);
        return Math.Max(lines[ChangeType.Inserted].Count(), lines[ChangeType.Deleted].Count());
    }

    private static IEnumerable<DiffPiece> ChangedLines(ChangedZnode change) =>
        InlineDiffBuilder.Diff(ValueView.Text(change.Old!), ValueView.Text(change.New!)).Lines.Where(line => line.Type is ChangeType.Inserted or ChangeType.Deleted);

    private void WriteLines(TextWriter writer, ChangedZnode change)
    {
        foreach (var line in ChangedLines(change))
        {
            var (sign, colour) = line.Type == ChangeType.Inserted ? ('+', Colour.Green) : ('-', Colour.Red);
            writer.WriteLine(console.Paint(console.Cut($"      {sign} {ValueView.Escape(line.Text)}"), colour));
        }
    }

    // The keys of a document, as applications see them. Other znodes are one key, and so is a document whose name is that of a secret.
    private IReadOnlyList<KeyChange> KeysOf(ChangedZnode change) =>
        ValueView.IsDocument(NameOf(change)) && !IsHiddenByName(change)
            ? ConfigurationKeys.Changes(NameOf(change), change.Old, change.New)
            : [];

    private static bool IsLong(ChangedZnode change) => change is { Old: { } old, New: { } changed }
        && ValueView.Text(old) is { } before && ValueView.Text(changed) is { } after && (before.Contains('\n') || after.Contains('\n'));
}
