using System.Text;

namespace ZooKeeper.Coordination;

/// <summary>Contains the states of all participants of a <see cref="ZooKeeperStatusBoard"/> exactly as they were after one transaction. A view never changes.</summary>
public sealed class StatusView
{
    private readonly Dictionary<string, ParticipantStatus> _byId;

    internal StatusView(GroupView view)
    {
        Zxid = view.Zxid;
        IsReadable = view.IsReadable;
        All = [.. view.Members.Select(Describe).OrderBy(status => status.Zxid)];
        _byId = All.ToDictionary(status => status.Id, StringComparer.Ordinal);
    }

    /// <summary>Gets the zxid of the transaction after which the states were exactly these.</summary>
    public long Zxid { get; }

    /// <summary>Gets whether the client may read the board. If not, the view has the states that the client could last read.</summary>
    public bool IsReadable { get; }

    /// <summary>Gets the states in the order in which they were posted, the same order for every participant.</summary>
    public IReadOnlyList<ParticipantStatus> All { get; }

    /// <summary>Finds the state of a participant, or returns null.</summary>
    /// <param name="id">The id of the participant.</param>
    public ParticipantStatus? Find(string id) => _byId.GetValueOrDefault(id);

    private static ParticipantStatus Describe(GroupMember member) => new(member.Id, Encoding.UTF8.GetString((member.Data ?? default).Span), member.Mzxid);
}
