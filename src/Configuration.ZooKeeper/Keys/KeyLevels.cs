namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// Limits the levels of a key: <c>Db:Pool:Size</c> has three. The index has an entry for each level, and the name of an entry contains all levels above it.
/// Without a limit, one znode name with many colons could exhaust the memory of every application that reads it.
/// </summary>
internal static class KeyLevels
{
    /// <summary>The maximum number of levels: twice as many as a JSON document can have.</summary>
    public const int Max = 128;

    public static bool AreTooMany(string key) => key.Length >= Max && key.AsSpan().Count(':') >= Max;
}
