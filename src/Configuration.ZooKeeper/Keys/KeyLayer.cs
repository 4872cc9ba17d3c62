namespace Configuration.ZooKeeper.Keys;

/// <summary>A layer whose znodes become keys. The path of most znodes can be derived from the key, so the index need not store it.</summary>
/// <param name="number">The index of the layer. A higher one wins.</param>
/// <param name="path">The path of the layer.</param>
/// <param name="section">The section of all keys, or null.</param>
internal sealed class KeyLayer(int number, string path, string? section)
{
    private readonly string _root = path.Length == 1 ? "/" : path + '/';
    private readonly int _start = string.IsNullOrEmpty(section) ? 0 : section.Length + 1;

    public int Number => number;

    /// <summary>Derives the path of a znode from its key.</summary>
    public string PathOf(string key) => _root + key[_start..].Replace(':', '/');

    /// <summary>Returns the definition of a znode.</summary>
    public KeyDefinition Define(string key, string? value, string znode) =>
        Spells(key, znode) ? new KeyDefinition(key, value, this) : new KeyDefinition(key, value, number, znode);

    private bool Spells(string key, string znode)
    {
        if (key.Length < _start || znode.Length - _root.Length != key.Length - _start)
        {
            return false;
        }

        for (var (from, to) = (_start, _root.Length); from < key.Length; from++, to++)
        {
            if ((key[from] == ':' ? '/' : key[from]) != znode[to])
            {
                return false;
            }
        }

        return znode.StartsWith(_root, StringComparison.Ordinal);
    }
}
