using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Reads znodes and sets one-shot watches, for servers without recursive watches. It sends one request for each znode's data and one for its list of children.
/// Each reply can show a different state (docs/protocol.md, "Servers without recursive watches").
/// </summary>
internal sealed class WatchingTreeRead(OneShotFollowing following, List<ReadOperation> operations) : TreeRead(operations)
{
    private int _unanswered;

    public bool IsAnswered => _unanswered == 0;

    /// <summary>The size of the replies so far, for znodes that were never read before and for znodes that an event reported.</summary>
    public (long Unknown, long Changed) Bytes { get; private set; }

    public override void SendTo(Connection connection)
    {
        foreach (var request in CreateRequests())
        {
            connection.Send(request);
        }
    }

    /// <summary>Creates the requests. It counts all of them first, because a request that cannot be sent is answered at once.</summary>
    public IReadOnlyList<WatchingTreeRequest> CreateRequests()
    {
        WatchingTreeRequest[] requests = [.. Operations.ToArray().SelectMany(RequestsOf)];
        _unanswered = requests.Length;
        return requests;
    }

    public void OnAnswer(in ReadOperation operation, ReadNeed answered, int bytes)
    {
        _unanswered--;
        Settle(operation.Path, answered);
        Bytes = (Bytes.Unknown + (operation.IsUnknown ? bytes : 0), Bytes.Changed + (operation is { IsUnknown: false, IsChanged: true } ? bytes : 0));
    }

    // A request covers only what it reads itself, because each part has its own watch, which must be set again.
    protected override ReadNeed Brings(ReadNeed open) => open & ReadNeed.Content;

    private IEnumerable<WatchingTreeRequest> RequestsOf(ReadOperation operation)
    {
        if (following.IsMissingRoot(operation.Path))
        {
            return [new WatchingTreeRequest(following, this, operation, OpCode.Exists, ReadNeed.Content)];
        }

        return new[] { (OpCode.GetData, ReadNeed.Data), (OpCode.GetChildren2, ReadNeed.Children) }
            .Where(request => (operation.Need & request.Item2) != 0)
            .Select(request => new WatchingTreeRequest(following, this, operation, request.Item1, request.Item2));
    }
}
