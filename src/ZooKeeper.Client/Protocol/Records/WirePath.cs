namespace ZooKeeper.Client.Protocol;

/// <summary>
/// Checks the shape of paths and names that a server sends. It does not check characters, because the rules for them have changed over time. But code that
/// walks paths depends on their components.
/// </summary>
internal static class WirePath
{
    /// <summary>Gets whether the path starts with a slash, and a name follows each slash.</summary>
    public static bool IsPath(string path) =>
        path == "/" || (path.StartsWith('/') && !path.EndsWith('/') && !path.Contains("//", StringComparison.Ordinal));

    /// <summary>Gets whether the UTF-8 text can be the last component of a path.</summary>
    public static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.Contains((byte)'/');
}
