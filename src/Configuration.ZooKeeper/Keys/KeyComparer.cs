namespace Configuration.ZooKeeper.Keys;

/// <summary>Compares keys without regard to case, with the fast <see cref="KeyHash"/>.</summary>
internal sealed class KeyComparer : IEqualityComparer<string>
{
    public static KeyComparer Instance { get; } = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.OrdinalIgnoreCase);

    public int GetHashCode(string key) => KeyHash.Of(key);
}
