using System.Text;
using System.Text.Unicode;
using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Trees;

namespace ZooKeeper.Client;

/// <summary>Represents a znode in a <see cref="TreeSnapshot"/>. It never changes. Snapshots share equal znodes.</summary>
public sealed class Znode
{
    // Shared by all children of a znode. Empty below the root of the tree.
    private readonly string _parent;

    // The bytes, or their text after a call of GetText. Null if the data is null.
    private object? _data;
    private LeafStat _stat;

    // Null for most znodes, to save memory in a large tree.
    private BranchPart? _branch;

    internal Znode(string path, object? owner)
        : this(path[..Math.Max(0, path.LastIndexOf('/'))], ZnodePath.NameOf(path), owner)
    {
    }

    internal Znode(string parent, string name, object? owner)
    {
        _parent = parent;
        Name = name;
        Owner = owner;
    }

    /// <summary>Gets the last component of the path. It is empty for the root of the tree.</summary>
    public string Name { get; }

    /// <summary>
    /// Gets the data, or null. In ZooKeeper, null and empty are different values. For an unreadable znode, it is null. After a call of <see cref="GetText"/>,
    /// each access encodes the text again.
    /// </summary>
    public ReadOnlyMemory<byte>? Data => Bytes is { } bytes ? (ReadOnlyMemory<byte>?)bytes : null;

    /// <summary>
    /// Gets the metadata. For an unreadable znode, all fields are zero.
    /// </summary>
    /// <remarks>
    /// Under constant writes, the fields about children (<see cref="Stat.Cversion"/>, <see cref="Stat.Pzxid"/>, <see cref="Stat.NumChildren"/>) can differ
    /// slightly from the state of the snapshot. <see cref="Children"/> is always exact.
    /// </remarks>
    public Stat Stat
    {
        get => _branch?.Stat ?? _stat.ToStat();
        internal set
        {
            _stat = new LeafStat(value);
            Stat? whole = _stat.ToStat() == value ? null : value;
            if (_branch is not null || whole is not null)
            {
                Branch.Stat = whole;
            }
        }
    }

    /// <summary>Gets whether the client can read the znode. Znodes below an unreadable one are not in the snapshot.</summary>
    public bool IsReadable => State == ZnodeState.Read;

    /// <summary>
    /// Gets the last readable version of an unreadable znode, with its descendants, or null if it never was readable. It does not contain later changes.
    /// </summary>
    public Znode? LastReadable
    {
        get => _branch?.LastReadable;
        internal set
        {
            if (value != LastReadable)
            {
                Branch.LastReadable = value;
            }
        }
    }

    /// <summary>Gets the number of direct children.</summary>
    public int ChildCount => _branch?.ChildCount ?? 0;

    /// <summary>Gets the direct children, in no particular order.</summary>
    public IEnumerable<Znode> Children => Trie?.All() ?? [];

    /// <summary>Gets the path on the server. Each access builds the string.</summary>
    internal string Path => string.Concat(_parent, "/", Name);

    /// <summary>Gets the length of the path in a request, in bytes.</summary>
    internal int PathLength => Encoding.UTF8.GetByteCount(_parent) + 1 + Encoding.UTF8.GetByteCount(Name);

    internal object? Owner { get; }

    internal byte[]? Bytes
    {
        get => _data switch { string text => Encoding.UTF8.GetBytes(text), var bytes => (byte[]?)bytes };
        set => _data = value;
    }

    internal ZnodeState State { get; set; }

    internal HashTrie? Trie => _branch?.Trie;

    private BranchPart Branch => _branch ??= new BranchPart();

    /// <summary>Finds a direct child by name, or returns null.</summary>
    /// <param name="name">The child's name.</param>
    public Znode? FindChild(ReadOnlySpan<char> name) => Trie?.Find(name);

    /// <summary>
    /// Returns the data as text. From then on, the znode keeps this text instead of the bytes, so that a caller that also keeps the text needs no extra memory.
    /// </summary>
    /// <returns>The text, including a byte order mark, or null if the data is null or not UTF-8.</returns>
    public string? GetText()
    {
        if (_data is byte[] bytes && Utf8.IsValid(bytes))
        {
            _data = Encoding.UTF8.GetString(bytes);
        }

        return _data as string;
    }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;

    internal void SetChildren(HashTrie? trie, int count)
    {
        if (trie is not null || _branch is not null)
        {
            (Branch.Trie, Branch.ChildCount) = (trie, count);
        }
    }

    /// <summary>Writes the path without building the string.</summary>
    internal void WritePath(JuteWriter writer) => writer.WriteString(_parent, '/', Name);

    internal bool HasData(ReadOnlySpan<byte> data, bool isNull) =>
        (_data is null) == isNull && ((_data is string text && Ascii.Equals(data, text)) || data.SequenceEqual(Bytes));

    internal Znode CloneFor(object owner) => new(_parent, Name, owner)
    {
        _data = _data,
        _stat = _stat,
        _branch = _branch?.Clone(),
        State = State,
    };

    /// <summary>
    /// Returns whether two znodes are equal. It does not compare the children, only whether there are any and whether there ever were. The version alone is not
    /// enough: after a deletion and creation, it is 0 again.
    /// </summary>
    internal bool IsSameAs(Znode other)
    {
        var (stat, otherStat) = (Stat, other.Stat);
        return State == other.State && stat.Mzxid == otherStat.Mzxid && stat.Czxid == otherStat.Czxid && HasSameData(other)
            && (Trie is null) == (other.Trie is null) && (stat.Cversion == 0) == (otherStat.Cversion == 0);
    }

    private bool HasSameData(Znode other) => ReferenceEquals(_data, other._data) || HasData(other.Bytes, other._data is null);
}
