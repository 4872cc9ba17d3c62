namespace Configuration.ZooKeeper.Revisions;

/// <summary>Describes the change of a key of the configuration.</summary>
/// <param name="Key">The key, such as <c>Db:Timeout</c>.</param>
/// <param name="Kind">What happens to the key.</param>
/// <param name="OldValue">The value before, or null.</param>
/// <param name="NewValue">The value after, or null.</param>
public sealed record KeyChange(string Key, ChangeKind Kind, string? OldValue, string? NewValue)
{
    /// <summary>Returns the kind and the key, but not the values, which can be secrets.</summary>
    public override string ToString() => $"{Kind} {Key}";
}
