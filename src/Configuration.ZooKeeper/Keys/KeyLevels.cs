namespace Configuration.ZooKeeper.Keys;

/// <summary>
/// The limit for the levels of a key, such as three in <c>Db:Pool:Size</c>. Each level is an entry of the index with a name as long as all levels before it,
/// so that without a limit one znode name of many colons could use up the memory of every application that reads it.
/// </summary>
internal static class KeyLevels
{
    /// <summary>The most levels of a key: twice as many as a JSON document can have.</summary>
    public const int Max = 128;

    public static bool AreTooMany(string key) => key.Length >= Max && key.AsSpan().Count(':') >= Max;
}
