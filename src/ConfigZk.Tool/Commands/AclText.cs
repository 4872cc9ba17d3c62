using ConfigZk.Tool.Errors;
using ZooKeeper.Client;

namespace ConfigZk.Tool.Commands;

/// <summary>Writes and parses entries of access control lists as zkCli does: <c>world:anyone:cdrwa</c>.</summary>
internal static class AclText
{
    private static readonly (char Letter, Permissions Permission)[] Letters =
        [('c', Permissions.Create), ('d', Permissions.Delete), ('r', Permissions.Read), ('w', Permissions.Write), ('a', Permissions.Admin)];

    public static string Of(Acl acl) =>
        $"{acl.Scheme}:{acl.Id}:{string.Concat(Letters.Where(letter => acl.Permissions.HasFlag(letter.Permission)).Select(letter => letter.Letter))}";

    /// <summary>Parses entries that are separated by commas. An id can contain colons.</summary>
    public static IReadOnlyList<Acl> Parse(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries).Select(ParseEntry)];

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
