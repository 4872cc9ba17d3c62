namespace ZooKeeper.Client.Protocol;

/// <summary>
/// The shape of the paths and names that a server sends. Its rules for characters have changed over time, so what they are made of is not looked at; but code
/// that walks paths relies on their components.
/// </summary>
internal static class WirePath
{
    /// <summary>Whether it begins with a slash, and has a name behind each.</summary>
    public static bool IsPath(string path) =>
        path == "/" || (path.StartsWith('/') && !path.EndsWith('/') && !path.Contains("//", StringComparison.Ordinal));

    /// <summary>Whether it can be the last component of a path, in UTF-8.</summary>
    public static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.Contains((byte)'/');

    /// <summary>Writes what the paths of a znode's children begin with; tells how long that is.</summary>
    public static int WriteStart(string parent, Span<char> path)
    {
        parent.CopyTo(path);
        var slash = parent.Length == 1 ? 0 : parent.Length;
        path[slash] = '/';
        return slash + 1;
    }
}
