namespace ZooKeeper.Client.Protocol;

/// <summary>
/// Checks the components of paths and names that a server sends, because code that walks paths depends on them. It does not check characters, because the
/// rules for them have changed over time.
/// </summary>
internal static class WirePath
{
    /// <summary>Gets whether the path starts with a slash, and a name follows each slash.</summary>
    public static bool IsPath(string path) =>
        path == "/" || (path.StartsWith('/') && !path.EndsWith('/') && !path.Contains("//", StringComparison.Ordinal));

    /// <summary>Gets whether the UTF-8 text can be the last component of a path.</summary>
    public static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.Contains((byte)'/');
}
