namespace Configuration.ZooKeeper.Keys;

/// <summary>Compares keys case-insensitively, with the fast hash of <see cref="KeyHash"/>.</summary>
internal sealed class KeyComparer : IEqualityComparer<string>
{
    public static KeyComparer Instance { get; } = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.OrdinalIgnoreCase);

    public int GetHashCode(string key) => KeyHash.Of(key);
}
