using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client;

/// <summary>A znode in a <see cref="TreeSnapshot"/>. It never changes; snapshots share the znodes that are the same in them.</summary>
public sealed class Znode
{
    private readonly int _nameStart;

    internal Znode(string path, object? owner)
    {
        Path = path;
        Owner = owner;
        _nameStart = path.LastIndexOf('/') + 1;
    }

    /// <summary>The last component of the path; empty for the root of the tree.</summary>
    public string Name => Path[_nameStart..];

    /// <summary>The data, or null: in ZooKeeper null and empty are different values. Null also for a znode that cannot be read.</summary>
    public ReadOnlyMemory<byte>? Data => Bytes is null ? null : (ReadOnlyMemory<byte>?)Bytes;

    /// <summary>
    /// The metadata; of a znode that cannot be read, all zero. Under constant writes the fields about children (<see cref="Stat.Cversion"/>,
    /// <see cref="Stat.Pzxid"/>, <see cref="Stat.NumChildren"/>) can be of a slightly other moment than the snapshot's; <see cref="Children"/> never are.
    /// </summary>
    public Stat Stat { get; internal set; }

    /// <summary>Whether the connection's identities may read the znode. What is below one that they may not is not seen.</summary>
    public bool IsReadable => State == ZnodeState.Read;

    /// <summary>
    /// Of a znode that cannot be read any more: as it was, with all below it, in the last snapshot in which it could; null if it never could. What was
    /// written since is not in it.
    /// </summary>
    public Znode? LastReadable { get; internal set; }

    /// <summary>The number of direct children.</summary>
    public int ChildCount { get; internal set; }

    /// <summary>The direct children, in no order.</summary>
    public IEnumerable<Znode> Children => Trie?.All() ?? [];

    /// <summary>The path as the server knows it. The one string of it: dirty marks, differences and whoever asks share it.</summary>
    internal string Path { get; }

    internal ReadOnlySpan<char> NameSpan => Path.AsSpan(_nameStart);

    internal object? Owner { get; }

    internal byte[]? Bytes { get; set; }

    internal ZnodeState State { get; set; }

    internal HashTrie? Trie { get; set; }

    /// <summary>Finds a direct child.</summary>
    /// <param name="name">The child's name.</param>
    public Znode? FindChild(ReadOnlySpan<char> name) => Trie?.Find(name);

    /// <summary>The znode's name.</summary>
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
    /// Whether two znodes are the same, of their children only whether there are any. The version alone would not do: a znode deleted and created again
    /// has version 0 again.
    /// </summary>
    internal bool IsSameAs(Znode other) =>
        State == other.State && Stat.Mzxid == other.Stat.Mzxid && Stat.Czxid == other.Stat.Czxid && HasData(other.Bytes, other.Bytes is null)
        && (Trie is null) == (other.Trie is null);
}
