namespace Configuration.ZooKeeper.Secrets;

/// <summary>
/// The place for which a value is encrypted: the id of a managed root and a path below it. So the value stays valid under another chroot, or after a restore
/// elsewhere.
/// </summary>
/// <param name="Root">The id of the managed root.</param>
/// <param name="Path">The path of the znode below the root.</param>
/// <param name="Key">The key inside a document, or empty.</param>
internal sealed record SecretName(string Root, string Path, string Key = "")
{
    private const char Separator = '\n';

    public static SecretName? Parse(string text) =>
        text.Split(Separator, 3) is [var root, var path, var key] ? new SecretName(root, path, key) : null;

    /// <summary>Returns the name as text. Neither an id nor a path contains the separator.</summary>
    public override string ToString() => $"{Root}{Separator}{Path}{Separator}{Key}";

    /// <summary>Returns whether a value at a path below a layer can have this name: the layer can be above or below the managed root.</summary>
    public bool IsAt(ReadOnlySpan<char> below, string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase) && (EndsWith(Path, below) || EndsWith(below, Path));

    private static bool EndsWith(ReadOnlySpan<char> path, ReadOnlySpan<char> end) =>
        end.Length > 0 ? path.EndsWith(end, StringComparison.Ordinal) && (path.Length == end.Length || path[^(end.Length + 1)] == '/') : path.Length == 0;
}
