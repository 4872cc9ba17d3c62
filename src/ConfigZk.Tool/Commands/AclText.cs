using System.Text.Json.Nodes;
using ConfigZk.Tool.Errors;
using ConfigZk.Tool.Output;
using Configuration.ZooKeeper.Revisions;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Writes and parses entries of access control lists as zkCli does: <c>world:anyone:cdrwa</c>.</summary>
internal static class AclText
{
    private static readonly (char Letter, Permissions Permission)[] Letters =
        [('c', Permissions.Create), ('d', Permissions.Delete), ('r', Permissions.Read), ('w', Permissions.Write), ('a', Permissions.Admin)];

    public static string Of(Acl acl) =>
        $"{acl.Scheme}:{acl.Id}:{string.Concat(Letters.Where(letter => acl.Permissions.HasFlag(letter.Permission)).Select(letter => letter.Letter))}";

    /// <summary>Returns a list in one line for people. Anyone with the permission can write control characters into it.</summary>
    public static string Of(IEnumerable<Acl> acl) => ValueView.Escape(string.Join(", ", acl.Select(Of)));

    public static JsonArray ToJson(IEnumerable<Acl> acl) => [.. acl.Select(entry => (JsonNode)Of(entry))];

    public static JsonArray ToJson(IEnumerable<AccessChange> changes) =>
    [
        .. changes.Select(change => (JsonNode)new JsonObject
        {
            ["path"] = change.Path,
            ["old"] = ToJson(change.OldAcl),
            ["new"] = ToJson(change.NewAcl),
            ["isTighter"] = change.IsTighter,
            ["isLooser"] = change.IsLooser,
        }),
    ];

    /// <summary>Writes a line for each change.</summary>
    public static void Write(TextWriter writer, IEnumerable<AccessChange> changes)
    {
        foreach (var change in changes)
        {
            var direction = (change.IsTighter, change.IsLooser) switch { (true, false) => "tighter", (false, true) => "looser", _ => "other" };
            writer.WriteLine($"  ~ {ChangeView.KeyOf(change.Path)}  {Of(change.OldAcl)} → {Of(change.NewAcl)} ({direction})");
        }
    }

    /// <summary>Parses entries that are separated by commas. An id can contain colons, and the name of a certificate also commas.</summary>
    public static IReadOnlyList<Acl> Parse(string text)
    {
        var entries = new List<Acl>();
        var name = "";
        foreach (var part in text.Split(','))
        {
            var entry = name.Length == 0 ? part.Trim() : $"{name},{part.TrimEnd()}";
            var isName = entry.StartsWith("x509:", StringComparison.Ordinal) && entry.LastIndexOf(':') == "x509:".Length - 1;
            name = isName ? entry : "";
            if (!isName)
            {
                entries.Add(ParseEntry(entry));
            }
        }

        return name.Length == 0 ? entries : [.. entries, ParseEntry(name)];
    }

    private static Acl ParseEntry(string text)
    {
        var (first, last) = (text.IndexOf(':', StringComparison.Ordinal), text.LastIndexOf(':'));
        if (first <= 0 || last == first)
        {
            throw ToolException.Usage($"'{text}' is not an entry of an ACL.", "Write scheme:id:permissions, such as world:anyone:r or digest:alice:hash=:cdrwa.");
        }

        var permissions = Permissions.None;
        foreach (var c in text[(last + 1)..])
        {
            var found = Letters.FirstOrDefault(letter => letter.Letter == c).Permission;
            permissions |= found != Permissions.None ? found : throw ToolException.Usage($"'{c}' is not a permission. Use c, d, r, w or a.");
        }

        return new Acl(permissions, text[..first], text[(first + 1)..last]);
    }
}
