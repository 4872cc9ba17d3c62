namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes a key of the configuration.</summary>
/// <param name="Key">The key, such as <c>Db:Timeout</c>.</param>
/// <param name="Value">The value, or null.</param>
/// <param name="Path">The path of its znode below the root, such as <c>Db/Timeout</c> or <c>Db.json</c>.</param>
public sealed record ConfigurationKey(string Key, string? Value, string Path)
{
    /// <summary>Returns the key and the path, but not the value, which can be a secret.</summary>
    public override string ToString() => $"{Key} of {Path}";
}
