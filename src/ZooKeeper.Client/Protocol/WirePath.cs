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

    /// <summary>Whether it can be the last component of a path.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Contains('/', StringComparison.Ordinal);
}
