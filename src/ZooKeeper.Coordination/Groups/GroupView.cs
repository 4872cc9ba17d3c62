using ZooKeeper.Client;

namespace ZooKeeper.Coordination;

/// <summary>Contains the members of a <see cref="ZooKeeperGroup"/> exactly as they were after one transaction. A view never changes.</summary>
public sealed class GroupView
{
    private readonly SortedDictionary<string, GroupMember> _members;

    internal GroupView(TreeSnapshot snapshot, string path)
    {
        Zxid = snapshot.Zxid;
        var group = snapshot.Find(path);
        IsReadable = group?.IsReadable ?? true;
        var members = ((IsReadable ? group : group!.LastReadable)?.Children ?? []).Select(Describe);
        _members = new SortedDictionary<string, GroupMember>(members.ToDictionary(member => member.Id, StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>Gets the zxid of the transaction after which the group had exactly these members.</summary>
    public long Zxid { get; }

    /// <summary>Gets whether the client may read the path of the group. If not, the view has the members that the client could last read.</summary>
    public bool IsReadable { get; }

    /// <summary>Gets the members, in the order of their ids.</summary>
    public IReadOnlyCollection<GroupMember> Members => _members.Values;

    /// <summary>Finds a member by its id, or returns null.</summary>
    /// <param name="id">The id.</param>
    public GroupMember? Find(string id) => _members.GetValueOrDefault(id);

    /// <summary>Returns what differs from an earlier view.</summary>
    /// <param name="earlier">The earlier view. If it is null, all members have joined.</param>
    public GroupChanges Since(GroupView? earlier) => new(
        [.. Members.Where(member => earlier?.Find(member.Id) is null)],
        [.. (earlier?.Members ?? []).Where(member => Find(member.Id) is null)],
        [.. Members.Where(member => earlier?.Find(member.Id) is { } former && (former.Czxid, former.Mzxid) != (member.Czxid, member.Mzxid))]);

    /// <summary>Returns whether two views have the same members with the same data.</summary>
    internal bool IsSameAs(GroupView other) => IsReadable == other.IsReadable && _members.Count == other._members.Count && Since(other) is { Joined.Count: 0, Changed.Count: 0 };

    private static GroupMember Describe(Znode znode) =>
        new(znode.Name, znode.Data, znode.Stat.EphemeralOwner, znode.Stat.Ctime, znode.Stat.Czxid, znode.Stat.Mzxid);
}
