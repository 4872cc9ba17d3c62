namespace Configuration.ZooKeeper.Mapping;

/// <summary>The name of a managed root below the control path: its path with <c>:</c> instead of <c>/</c>, so that people find it.</summary>
internal static class ManagedRootId
{
    public static string Of(string root) => root.Length == 1
        ? ":"
        : root[1..].Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal).Replace('/', ':');

    /// <summary>Returns the path of the root that has a name, which need not be a valid path if the name is not that of a root.</summary>
    public static string PathOf(string id) =>
        $"/{id.TrimStart(':').Replace(':', '/').Replace("%3A", ":", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal)}";
}
