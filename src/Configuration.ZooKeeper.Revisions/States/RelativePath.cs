using ZooKeeper.Client;

namespace Configuration.ZooKeeper.Revisions.States;

/// <summary>Paths below a managed root: <c>Db/Timeout</c>, and the empty text for the root. Records contain them, so that a restore elsewhere works.</summary>
internal static class RelativePath
{
    public static string Below(string root, string path) => path.Length == root.Length ? "" : root.Length == 1 ? path[1..] : path[(root.Length + 1)..];

    public static string Full(string root, string path) => path.Length == 0 ? root : ZnodePath.Combine(root, path);

    public static string Combine(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : $"{path}/{name}";

    /// <summary>Returns the path of the parent, or null for the root.</summary>
    public static string? ParentOf(string path) => path.Length == 0 ? null : path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";

    /// <summary>Returns whether a path is at or below another one. <c>foo_bar_v2</c> is not below <c>foo_bar</c>.</summary>
    public static bool IsAtOrBelow(string path, string above) =>
        above.Length == 0 || (path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] == '/'));
}
