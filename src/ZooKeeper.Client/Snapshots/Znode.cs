using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client;

/// <summary>Represents a znode in a <see cref="TreeSnapshot"/>. It never changes. Snapshots share equal znodes.</summary>
public sealed class Znode
{
    private readonly int _nameStart;

    internal Znode(string path, object? owner)
    {
        Path = path;
        Owner = owner;
        _nameStart = path.LastIndexOf('/') + 1;
    }

    /// <summary>Gets the last component of the path. It is empty for the root of the tree.</summary>
    public string Name => Path[_nameStart..];

    /// <summary>Gets the data, or null. In ZooKeeper, null and empty are different values. For an unreadable znode, it is null.</summary>
    public ReadOnlyMemory<byte>? Data => Bytes is null ? null : (ReadOnlyMemory<byte>?)Bytes;

    /// <summary>
    /// Gets the metadata. For an unreadable znode, all fields are zero.
    /// </summary>
    /// <remarks>
    /// Under constant writes, the fields about children (<see cref="Stat.Cversion"/>, <see cref="Stat.Pzxid"/>, <see cref="Stat.NumChildren"/>) can be of a slightly
    /// different time than the snapshot. <see cref="Children"/> is always exact.
    /// </remarks>
    public Stat Stat { get; internal set; }

    /// <summary>Gets whether the client can read the znode. Znodes below an unreadable one are not in the snapshot.</summary>
    public bool IsReadable => State == ZnodeState.Read;

    /// <summary>
    /// Gets the last readable version of an unreadable znode, with its descendants, or null if it never was readable. It does not contain later changes.
    /// </summary>
    public Znode? LastReadable { get; internal set; }

    /// <summary>Gets the number of direct children.</summary>
    public int ChildCount { get; internal set; }

    /// <summary>Gets the direct children, in no particular order.</summary>
    public IEnumerable<Znode> Children => Trie?.All() ?? [];

    /// <summary>The server's path. Dirty marks and differences share this string.</summary>
    internal string Path { get; }

    internal ReadOnlySpan<char> NameSpan => Path.AsSpan(_nameStart);

    internal object? Owner { get; }

    internal byte[]? Bytes { get; set; }

    internal ZnodeState State { get; set; }

    internal HashTrie? Trie { get; set; }

    /// <summary>Finds a direct child by name, or returns null.</summary>
    /// <param name="name">The child's name.</param>
    public Znode? FindChild(ReadOnlySpan<char> name) => Trie?.Find(name);

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    internal bool HasData(ReadOnlySpan<byte> data, bool isNull) => (Bytes is null) == isNull && data.SequenceEqual(Bytes);

    internal Znode CloneFor(object owner) => new(Path, owner)
    {
        Bytes = Bytes,
        Stat = Stat,
        State = State,
        Trie = Trie,
        ChildCount = ChildCount,
        LastReadable = LastReadable,
    };

    /// <summary>
    /// Returns whether two znodes are equal. Of their children, it compares only whether there are any, and whether there ever were. The version alone is not
    /// enough: after a deletion and creation, it is 0 again.
    /// </summary>
    internal bool IsSameAs(Znode other) =>
        State == other.State && Stat.Mzxid == other.Stat.Mzxid && Stat.Czxid == other.Stat.Czxid && HasData(other.Bytes, other.Bytes is null)
        && (Trie is null) == (other.Trie is null) && (Stat.Cversion == 0) == (other.Stat.Cversion == 0);
}
