using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Trees;

/// <summary>
/// Reads of a mirror that leave one-shot watches, for servers without recursive ones: a request for each znode's data and one for its list of children,
/// sent together. Each has a reply of its own, from a state of its own (docs/protocol.md, "Servers without recursive watches").
/// </summary>
internal sealed class WatchingTreeRead(TreeMirror mirror, List<ReadOperation> operations) : TreeRead(operations)
{
    private int _unanswered;

    public bool IsAnswered => _unanswered == 0;

    /// <summary>What the replies so far weighed, of znodes that were never read before, and of those an event told of.</summary>
    public (long Unknown, long Changed) Bytes { get; private set; }

    public override void SendTo(Connection connection)
    {
        // All are counted before the first is sent: one that cannot be sent is answered at once.
        var requests = Operations.SelectMany(Requests).ToArray();
        _unanswered = requests.Length;
        foreach (var request in requests)
        {
            connection.Send(request);
        }
    }

    public void OnAnswer(in ReadOperation operation, ReadNeed answered, int bytes)
    {
        _unanswered--;
        Settle(operation.Path, answered);
        Bytes = (Bytes.Unknown + (operation.IsUnknown ? bytes : 0), Bytes.Changed + (operation is { IsUnknown: false, IsChanged: true } ? bytes : 0));
    }

    // A request serves only what it asks for itself: each part has a watch of its own that must be set again.
    protected override ReadNeed Brings(ReadNeed open) => open & ReadNeed.Content;

    private IEnumerable<WatchingTreeRequest> Requests(ReadOperation operation)
    {
        if (mirror.IsMissingRoot(operation.Path))
        {
            return [new WatchingTreeRequest(mirror, this, operation, OpCode.Exists, ReadNeed.Content)];
        }

        return new[] { (OpCode.GetData, ReadNeed.Data), (OpCode.GetChildren2, ReadNeed.Children) }
            .Where(request => (operation.Need & request.Item2) != 0)
            .Select(request => new WatchingTreeRequest(mirror, this, operation, request.Item1, request.Item2));
    }
}
