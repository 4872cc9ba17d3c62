using ZooKeeper.Client.Protocol;
using ZooKeeper.Client.Session;

namespace ZooKeeper.Client.Watches;

/// <summary>
/// A read that leaves a one-shot watch. Whether the server sets one, or a persistent watch already delivers the events, is decided when the
/// request goes out; the watch begins at the reply, so it sees exactly what happens after the read.
/// </summary>
internal sealed class WatchingRead<TReply>(OpCode opCode, string userPath, string path, WatchRegistry registry, Action<WatchedEvent> callback)
    : PendingReply<ReadRequest, TReply>(opCode, userPath, new ReadRequest(path, Watch: true))
    where TReply : IRecord<TReply>
{
    private readonly string _path = path;
    private readonly UserWatch _watch = new(opCode == OpCode.GetChildren2 ? WatchKind.Child : WatchKind.Data, callback);

    private bool _isOnServer;

    // A watch is wanted even if nobody waits for the data any more.
    public override bool IsAbandoned => false;

    public override void WriteBody(JuteWriter writer)
    {
        registry.Add(_path, _watch);
        _isOnServer = !registry.IsCovered(_path, _watch.Kind);
        new ReadRequest(_path, _isOnServer).Write(writer);
    }

    public override void OnReply(in ReplyHeader header, ref JuteReader body)
    {
        base.OnReply(header, ref body);
        if (header.Error == ErrorCode.Ok)
        {
            _watch.Begin(_watch.Kind);
        }
        else if (header.Error == ErrorCode.NoNode && OpCode == OpCode.Exists)
        {
            _watch.Begin(WatchKind.Exist);
        }
        else
        {
            registry.Remove(_path, _watch);
            return;
        }

        if (!_isOnServer && !registry.IsCovered(_path, _watch.Kind))
        {
            registry.Uncover(_watch.Kind, _path, header.Zxid);
        }
    }

    public override void OnFailure(ZooKeeperException cause)
    {
        registry.Remove(_path, _watch);
        base.OnFailure(cause);
    }
}
